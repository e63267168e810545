from throughgate.casework.models.contacts import Attended, Contact, ContactPerson, FollowUp, Medium, ThingDone, WhyNot

__all__ = ["Attended", "Contact", "ContactPerson", "FollowUp", "Medium", "ThingDone", "WhyNot"]
