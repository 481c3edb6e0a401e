"""What invented services are called and what happens in them, by kind of work. Written for this project."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.vocabulary.needs import Need
from throughline.vocabulary.service_types import ServiceType as T


@dataclass(frozen=True)
class Offer:
    """What one kind of work is called, and what happens in a session of it, in three sentences."""

    names: tuple[str, ...]
    happens: str
    easy: str


OFFERS: dict[T, Offer] = {
    T.MENTORING: Offer(
        ("Peer mentoring", "Mentoring through the gate", "One-to-one mentoring"),
        "You are matched with a mentor who has been through the system. You meet once a week, in a café or "
        "on a walk, and agree what to do before the next time. Your mentor goes with you to what is hard "
        "to do alone.",
        "You meet a mentor each week. You talk about what is hard. Your mentor helps you do it.",
    ),
    T.HOUSING_ADVICE: Offer(
        ("Housing advice", "Rooms and references"),
        "An adviser looks at where you stay now and what you may claim. Together you fill in applications, "
        "ring landlords and keep a list of what was offered. You leave each session with one thing to do.",
        "We help you look for a home. We fill in forms with you. We talk to landlords.",
    ),
    T.ACCOMMODATION: Offer(
        ("Supported move-on", "A room and a key worker"),
        "You have a room of your own in a shared house and a key worker who calls twice a week. You agree "
        "house rules at the start. From the second month you plan where to move on to.",
        "You get a room in a shared house. A worker visits you. We plan your next home.",
    ),
    T.FLOATING_SUPPORT: Offer(
        ("Tenancy support", "Support at home"),
        "A worker visits you at home to keep the tenancy going: post, rent, repairs, neighbours. Visits "
        "begin weekly and become fewer. You can ring between visits.",
        "A worker visits you at home. We help with rent and letters. You can ring us.",
    ),
    T.RESETTLEMENT: Offer(
        ("Through the gate", "First weeks out"),
        "A worker sees you before release and meets you at the gate. In the first fortnight you see to "
        "money, a doctor, a place to stay and your first appointment. After that you meet when you need "
        "to.",
        "We meet you when you leave prison. We help in the first weeks. You choose what comes first.",
    ),
    T.WOMEN: Offer(
        ("Women's centre", "Women's key worker", "Women's recovery group"),
        "You have a key worker at a centre that only women use. You choose from groups, crafts, advice on "
        "money and a crèche, and see your key worker once a week. Nobody asks you to tell your story "
        "twice.",
        "Only women come here. You have one worker. You choose what you do.",
    ),
    T.EMPLOYMENT: Offer(
        ("Job coaching", "Skills for work", "Training and CV workshop"),
        "A coach finds out what you have done and like doing. You write a CV, practise interviews and what "
        "to say about your conviction. When you are ready the coach introduces you to an employer.",
        "A coach helps you find work. We write your CV. We practise interviews.",
    ),
    T.UNPAID_WORK: Offer(
        ("Placements that teach a trade",),
        "You do your hours in a workshop or on a site where somebody teaches the trade. Each day is signed "
        "off, and counts towards a first certificate.",
        "You do your hours and learn a trade. You can get a certificate.",
    ),
    T.ADVOCACY: Offer(
        ("Advocacy and practical support", "Getting things done"),
        "You bring the letters you have not opened. A worker sorts them with you, makes the calls from our "
        "telephone and comes along where you want somebody beside you.",
        "Bring your letters. We read them with you. We come with you if you want.",
    ),
    T.MULTIPLE_NEEDS: Offer(
        ("One worker for everything",),
        "One worker holds everything together where housing, health, money and drink all go wrong at once. "
        "You meet as often as it takes, wherever you are.",
        "One worker helps with everything. We meet where you are.",
    ),
    T.FAMILIES: Offer(
        ("Family support", "Parenting course"),
        "You and your family meet a worker, together or apart. You talk about what a sentence does to a "
        "household and practise what to say at the hard moments. Children have toys and their own worker.",
        "We work with you and your family. We help you get on at home.",
    ),
    T.CIRCLES: Offer(
        ("Circle of support and accountability",),
        "Four trained volunteers meet you every week for a year. They help you build an ordinary life and "
        "speak openly when something worries them. A coordinator is there throughout.",
        "Four volunteers meet you each week. They help you, and tell you if they worry.",
    ),
    T.THINKING: Offer(
        ("Thinking ahead", "Problem solving group"),
        "A small group works through situations that went wrong: what set it off, what else could be done. "
        "You practise between meetings and tell the group how it went.",
        "We talk in a small group. We practise stopping and thinking.",
    ),
    T.WELLBEING: Offer(
        ("Counselling", "Well-being group"),
        "You see a counsellor or join a group, as you like. Sessions are about sleep, anxiety, loss and "
        "anger. Nothing you say leaves the room unless somebody is at risk.",
        "You talk to somebody who listens. It can help you sleep and feel calmer.",
    ),
    T.RESTORATIVE: Offer(
        ("Restorative conferencing", "Making amends"),
        "A trained facilitator prepares you and the person you harmed, apart, for as long as it takes. If "
        "both want to, you meet. Afterwards you are asked how it was, and there is a way to say more.",
        "You can meet the person you harmed, if both want to. We prepare you first.",
    ),
    T.DEBT_ADVICE: Offer(
        ("Debt and benefit advice",),
        "An adviser lists what you owe and what comes in, rings your creditors with you and checks every "
        "benefit. You take home a budget that adds up.",
        "We look at your money with you. We ring the people you owe.",
    ),
    T.SUBSTANCE_USE: Offer(
        ("Recovery group", "Drug and alcohol key work"),
        "You have a key worker and a recovery group, and a plan for the hours that are hardest. Clinics "
        "and detoxification are arranged with you where they are wanted.",
        "We help you with drink and drugs. You have a worker and a group.",
    ),
    T.ARTS: Offer(
        ("Theatre workshop", "Art room"),
        "You make something with professional artists: a play, a print, a song. The work is shown at the "
        "end, to whomever you want to invite.",
        "You make art, music or theatre. You can show it at the end.",
    ),
    T.VOLUNTEERING: Offer(
        ("Volunteering with a buddy",),
        "You try three places that need a hand, with a buddy beside you, and stay where you like it. You "
        "get a reference after twenty hours.",
        "You help others as a volunteer. Somebody goes with you.",
    ),
    T.GANGS: Offer(
        ("Ways out",),
        "Somebody who left a gang meets you where it is safe. You plan how to leave and what to do about "
        "debts, threats and old friends, one step at a time.",
        "We help you leave a gang. We meet where it is safe.",
    ),
    T.ATTENDANCE_CENTRE: Offer(
        ("Saturday centre",),
        "On Saturdays you join sessions on work, health and law, run by people from outside. Being on time "
        "is part of it.",
        "You come on Saturdays. We learn about work, health and law.",
    ),
}

TYPES_FOR: dict[Need, tuple[T, ...]] = {
    Need.MENTORING: (T.MENTORING,),
    Need.ACCOMMODATION: (
        T.HOUSING_ADVICE,
        T.HOUSING_ADVICE,
        T.ACCOMMODATION,
        T.FLOATING_SUPPORT,
        T.RESETTLEMENT,
    ),
    Need.WOMEN: (T.WOMEN,),
    Need.EMPLOYMENT: (T.EMPLOYMENT, T.EMPLOYMENT, T.EMPLOYMENT, T.UNPAID_WORK),
    Need.PRACTICAL: (T.ADVOCACY, T.ADVOCACY, T.MULTIPLE_NEEDS),
    Need.RELATIONSHIPS: (T.FAMILIES, T.FAMILIES, T.CIRCLES),
    Need.THINKING: (T.THINKING,),
    Need.WELLBEING: (T.WELLBEING,),
    Need.RESTORATIVE: (T.RESTORATIVE,),
    Need.FINANCE: (T.DEBT_ADVICE,),
    Need.DRUGS: (T.SUBSTANCE_USE,),
    Need.INCLUSION: (T.ARTS, T.VOLUNTEERING),
    Need.GANGS: (T.GANGS,),
    Need.LIFESTYLE: (T.ATTENDANCE_CENTRE,),
}
"""Kinds of work that answer a need, the usual ones more than once."""

SCARCE = (Need.FINANCE, Need.DRUGS, Need.INCLUSION, Need.GANGS, Need.LIFESTYLE)
"""
Needs that no inspected provider addressed (Table 3): what answers them here is the prime's own, and little.

Financial management and gang membership were among the least available (executive summary; S73).
"""
