"""What a referral may be asked to achieve, by the need its objective answers."""

from typing import Final

from throughline.vocabulary.needs import Need

DESIRED: Final[dict[str, str]] = {
    "home_kept": "Keeps the home they have",
    "home_found": "Has somewhere settled to live",
    "home_release": "Has somewhere to go on the day of release",
    "work_ready": "Has papers, skills and a plan for work",
    "work_found": "Is in work, training or education",
    "work_kept": "Stays in work or training for three months",
    "money_plan": "Knows what comes in and goes out, and keeps to it",
    "money_claims": "Receives the benefits they are entitled to",
    "money_debts": "Has agreed how debts are paid",
    "family_contact": "Has safe contact with family or children",
    "family_skills": "Settles conflict at home without harm",
    "company": "Spends time with people who support staying out of trouble",
    "drugs_treatment": "Is in treatment and keeps to it",
    "drugs_less": "Uses less, or not at all",
    "alcohol_treatment": "Has help for drinking and keeps to it",
    "alcohol_less": "Drinks less, or not at all",
    "calm": "Has ways to cope that work for them",
    "care": "Is in touch with health care that fits",
    "thinking": "Thinks before acting, and can say how",
    "attitudes": "Takes account of whom their offending harms",
    "mentor": "Meets a mentor regularly",
    "confident": "Says they can manage daily life",
    "support": "Has people or services to turn to after the order",
    "harm_understood": "Has heard what the harm was, where the other side agreed",
    "gang_left": "Has a plan to leave a gang, and takes steps",
    "safe": "Is safer, and knows what to do if that changes",
    "letters": "Has dealt with letters, appointments and papers",
    "belongs": "Takes part in something where they live",
}
"""Each outcome, by its code."""

_FOR: Final[dict[Need, tuple[str, ...]]] = {
    Need.ACCOMMODATION: ("home_kept", "home_found", "home_release"),
    Need.EMPLOYMENT: ("work_ready", "work_found", "work_kept"),
    Need.FINANCE: ("money_plan", "money_claims", "money_debts"),
    Need.RELATIONSHIPS: ("family_contact", "family_skills", "safe"),
    Need.LIFESTYLE: ("company", "belongs", "thinking"),
    Need.DRUGS: ("drugs_treatment", "drugs_less", "support"),
    Need.ALCOHOL: ("alcohol_treatment", "alcohol_less", "support"),
    Need.WELLBEING: ("calm", "care", "confident", "support"),
    Need.THINKING: ("thinking", "attitudes", "family_skills"),
    Need.ATTITUDES: ("attitudes", "thinking", "harm_understood"),
    Need.MENTORING: ("mentor", "confident", "support"),
    Need.WOMEN: ("safe", "calm", "family_contact", "confident", "support"),
    Need.PRACTICAL: ("letters", "money_claims", "confident"),
    Need.RESTORATIVE: ("harm_understood", "attitudes"),
    Need.GANGS: ("gang_left", "safe", "company"),
    Need.INCLUSION: ("belongs", "company", "confident"),
}


def desired_for(need: str) -> list[tuple[str, str]]:
    """The outcomes that a service for `need` may be asked for: codes with their words."""
    return [(code, DESIRED[code]) for code in _FOR[Need(need)]]
