from django.apps import AppConfig
from django.db.models.signals import post_save


class PeopleConfig(AppConfig):
    name = "throughgate.people"
    label = "people"

    def ready(self) -> None:
        from throughgate.access.policy import reach_source
        from throughgate.audit.people_source import people_source
        from throughgate.people.merge_rules import register_merge_rules
        from throughgate.people.models import Identifier, Person
        from throughgate.people.selectors import access_person, former_refs_of, list_refs_for, read_caseloads
        from throughgate.people.services.searching import index_saved

        reach_source.read = read_caseloads
        people_source.refs = list_refs_for
        people_source.former = former_refs_of
        people_source.find = lambda user, ref: access_person(user, ref, page="audit trail")
        for model in (Person, Identifier):
            post_save.connect(index_saved, sender=model, dispatch_uid=f"people.index_saved.{model.__name__}")
        register_merge_rules()
