"""Programme models come in as YAML, are checked, and stay as they are once somebody is enrolled in them."""

from django.db import transaction

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.programmes.compiled import read_model
from throughgate.programmes.models import ModelInUseError, ModelStatus, ProgrammeModel
from throughgate.programmes.selectors.manuals import PUBLISHED, digest_of, plain_text, subject_of
from throughgate.programmes.shipping import shipped_texts


@transaction.atomic
def publish_model(*, by: User, text: str, filename: str, came_from: str = "") -> ProgrammeModel:
    """Takes a model file into use. The same text twice changes nothing; a version nobody is enrolled in is replaced.
    `came_from`: the organisation that it was taken over from; such a one never replaces a version that is here.

    Raises Forbidden, ModelFileError (every error of the file), ModelInUseError.
    """
    require(by, Ability.PUBLISH_PROGRAMMES)
    return _publish(by, text, filename, came_from=came_from)


@transaction.atomic
def load_shipped_models(*, by: User | None = None) -> list[ProgrammeModel]:
    """The models that come with the application, for set-up. A version that stands already is left as it is."""
    return [_publish(by, text, name, keep=True) for name, text in shipped_texts().items()]


@transaction.atomic
def retire_model(*, by: User, model: ProgrammeModel) -> None:
    """Nobody new is enrolled in it; those who are go on. Raises Forbidden."""
    require(by, Ability.PUBLISH_PROGRAMMES)
    ProgrammeModel.objects.filter(pk=model.pk).update(status=ModelStatus.RETIRED)
    model.status = ModelStatus.RETIRED
    record_event(by=by, action="model.retired", subject=subject_of(model))


def _publish(by: User | None, text: str, filename: str, *, keep: bool = False, came_from: str = "") -> ProgrammeModel:
    text = plain_text(text)
    read = read_model(text, filename)
    digest = digest_of(text)
    standing = ProgrammeModel.objects.select_for_update().filter(slug=read.slug, version=read.version).first()
    if standing and (keep or standing.sha256 == digest):
        return standing
    if standing and (came_from or standing.enrolments.exists()):
        raise ModelInUseError(standing)
    row = standing or ProgrammeModel(slug=read.slug, version=read.version, added_by=by)
    row.title, row.source, row.sha256, row.status = read.title, text, digest, ModelStatus.PUBLISHED
    row.save()
    origin = {"came_from": came_from} if came_from else {}
    record_event(by=by, action=PUBLISHED, subject=subject_of(row), sha256=digest, **origin)
    return row
