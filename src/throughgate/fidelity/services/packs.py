"""A programme leaves as one file, or comes as one. What stands here is never replaced."""

from django.conf import settings
from django.utils import timezone

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.faults import Fault
from throughgate.common.own_files import NotWrittenError, alone, files_added
from throughgate.fidelity.rules.pack_comparing import Verdict
from throughgate.fidelity.rules.pack_file import MODEL, PackError, write_pack
from throughgate.fidelity.selectors.pack_contents import contents_for
from throughgate.fidelity.selectors.pack_reading import Preview, preview_of
from throughgate.programmes.models import ModelInUseError, ProgrammeModel
from throughgate.programmes.selectors.manuals import subject_of
from throughgate.programmes.services import publish_model


class PackRefusedError(Exception):
    """Something in the pack cannot be put beside what is here, so nothing was taken in."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(f"{len(preview.having(Verdict.REFUSED))} things cannot be taken in")
        self.preview = preview


@act()
def give_away(*, by: User, model: ProgrammeModel) -> bytes:
    """The pack of a version, as bytes. Raises Forbidden, Hidden."""
    contents = contents_for(by, model.slug, model.version)
    data = write_pack(
        contents.texts,
        programme=model.slug,
        version=model.version,
        title=model.title,
        organisation=settings.ORGANISATION,
        in_use_since=timezone.localdate(model.added_at),
    )
    record_event(by=by, action="model.given_away", subject=subject_of(model), files=len(contents.texts))
    return data


def take_in(*, by: User, data: bytes) -> ProgrammeModel:
    """All of it or nothing; what is here already stays as it is. Raises Forbidden, PackError, PackRefusedError.

    The files stand before the programme comes into use, since it names them. They go again if that fails, even at the
    last moment: so they are put round the act, not into it.
    """
    require(by, Ability.PUBLISH_PROGRAMMES)
    try:
        with alone("pack"):
            preview = preview_of(by, data)
            if preview.is_refused:
                raise PackRefusedError(preview)
            with files_added(preview.added, preview.rewritten), act():
                return _publish(by, preview)
    except ModelInUseError as refused:  # added by hand since it was looked for
        raise PackRefusedError(preview_of(by, data)) from refused
    except NotWrittenError as refused:
        words = "there is no room or no leave to write the files of the pack beside the database"
        raise PackError(
            [Fault(1, words, "Tell whoever looks after Throughgate, then choose the file again.")]
        ) from refused


def _publish(by: User, preview: Preview) -> ProgrammeModel:
    head = preview.pack.head
    row = publish_model(by=by, text=preview.pack.model, filename=MODEL, came_from=head.organisation)
    if not preview.brings_nothing:
        new = len(preview.having(Verdict.NEW))
        record_event(by=by, action="model.taken_in", subject=subject_of(row), came_from=head.organisation, new=new)
    return row
