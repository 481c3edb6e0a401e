"""The register of a generated landscape: who is there, over which areas, and who works for whom."""

from __future__ import annotations

from throughline.gateway.generate import names
from throughline.gateway.generate.rows.register_rows import Area, AreaParent, Membership, Organisation, User
from throughline.gateway.generate.world import Point, World, span


def add_organisation(world: World, name: str, kind: str) -> int:
    """An invented organisation; gives its id."""
    made = world.write.next_id(Organisation)
    world.write.add(Organisation(made, world.write.next_reference(Organisation), name, kind))
    world.organisation_names[made] = name
    return made


def add_area(world: World, kind: str, code: str, name: str, middle: Point) -> int:
    """An area since the scheme began; gives its id."""
    made = world.write.next_id(Area)
    world.write.add(Area(made, kind, code, name, span(world.begins), *middle))
    return made


def place_within(world: World, area: int, parent: int, parent_kind: str) -> None:
    """Say that an area lies within another since the scheme began."""
    world.write.add(
        AreaParent(world.write.next_id(AreaParent), area, parent, parent_kind, span(world.begins))
    )


def add_user(
    world: World, role: str, organisation: int, *, name: str = "", is_demonstration: bool = False
) -> int:
    """A user with one role in one organisation since the scheme began; gives their id."""
    chance = world.chance.of("users")
    first, last = names.full_name(chance.choice(("female", "male")), chance)
    full_name = name or f"{first} {last}"
    world.users += 1
    made = world.write.next_id(User)
    address = f"{full_name.lower().replace(' ', '.').replace(chr(39), '')}.{made}@throughline.example"
    telephone = f"01632 960{made % 1000:03d}"
    world.write.add(User(made, address, full_name, telephone, is_demonstration=is_demonstration))
    world.user_names[made] = full_name
    add_role(world, made, role, organisation)
    return made


def add_role(world: World, user: int, role: str, organisation: int) -> None:
    """Give a user a role in an organisation since the scheme began."""
    world.write.add(Membership(world.write.next_id(Membership), user, organisation, role, span(world.begins)))
