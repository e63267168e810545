"""The pages without JavaScript: what they ask, what they save, and that nothing typed is lost."""

from django.urls import reverse

from throughgate.story.forms.asking import Asked, AskForm, as_posted
from throughgate.story.models import Answer, FormRun, Unfinished
from throughgate.story.selectors.forms import sheet_of
from throughgate.story.services.answering import keep_unfinished
from throughgate.story.shipping import shipped_questions

FORM = "first-meeting"
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Mobile Safari"}
HEARD = {"source": "person", "sure": "sure", "heard_on_day": "20", "heard_on_month": "11", "heard_on_year": "2026"}


def on_page(answer) -> list[str]:
    return [one.key for one in answer.context["form"].asked]


def save(client, url, items, *, action="save", seen=(), **values):
    fields = {f"q-{key}": value for key, value in values.pop("said", {}).items()}
    data = HEARD | {"item": list(items), "action": action} | fields | dict(seen) | values
    return client.post(url, data)


def test_nothing_told_yet_says_what_to_do_next(as_alice, told_url):
    page = as_alice.get(told_url).content.decode()
    assert "Nothing is written down yet" in page
    assert "First meeting" in page and "<title>What was told" in page


def test_opening_says_what_is_known_before_anything_is_asked(as_alice, url, tell):
    tell("proud-of", "Her daughter")
    tell("critical-dates", "A hearing on the 3rd", days=40)
    page = as_alice.get(url("form"))
    text = " ".join(page.content.decode().split())
    assert "22 questions." in text and "1 is known and will not be asked again." in text
    assert "21 to ask" in text and "1 of them because the answer may have changed" in text
    assert "Her daughter" in text and "Alice Example" in text
    assert not FormRun.objects.exists()


def test_a_section_on_a_desk_and_a_question_on_a_phone(as_user, alice, url, run):
    assert on_page(as_user(alice).get(url("ask"))) == [
        "what-brings-you", "what-matters-most", "first-change", "told-too-often",
    ]  # fmt: skip
    phone = as_user(alice).get(url("ask"), **PHONE)
    assert on_page(phone) == ["what-brings-you"]
    assert "User-Agent" in phone["Vary"] and "Sec-CH-UA-Mobile" in phone["Vary"]
    assert on_page(as_user(alice).get(url("ask"), HTTP_SEC_CH_UA_MOBILE="?1")) == ["what-brings-you"]


def test_a_question_in_a_narrow_window_unless_they_chose(as_alice, url, run):
    as_alice.cookies["tg_narrow"] = "1"
    assert on_page(as_alice.get(url("ask"))) == ["what-brings-you"]
    assert len(on_page(as_alice.get(url("ask") + "?by=section"))) == 4
    as_alice.cookies["tg_narrow"] = "0"
    assert len(on_page(as_alice.get(url("ask")))) == 4


def test_the_other_way_is_kept_for_the_session(as_alice, url, run):
    as_alice.get(url("ask") + "?by=one")
    assert len(on_page(as_alice.get(url("ask")))) == 1


def test_the_page_asks_what_the_rules_say(as_alice, url, run, tell, alice, person, today):
    tell("what-matters-most", "A home")
    asked = []
    for section in ("you", "talking", "cannot-wait", "good-things"):
        asked += on_page(as_alice.get(f"{url('ask')}?by=section&at={section}"))
    states = sheet_of(alice, person, FORM, today).states
    assert asked == [one.item for one in states if one.state in ("unknown", "stale")]
    assert "what-matters-most" not in asked and "reading-help" not in asked


def test_both_wordings_stand_on_the_page(as_alice, url, run):
    page = as_alice.get(url("ask") + "?by=one").content.decode()
    assert "Say: “" in page and "They would rather not say" in page


def test_saving_goes_on_to_what_is_next(as_alice, url, run, alice):
    items = on_page(as_alice.get(url("ask")))
    answer = save(as_alice, url("ask"), items, said={"first-change": "To see her kids"})
    assert answer["Location"] == f"{url('ask')}?at=talking"
    row = Answer.objects.get()
    assert (row.item, row.value, row.run, row.heard_by, row.came_by) == (
        "first-change", "To see her kids", run, alice, "first",
    )  # fmt: skip


def test_an_answer_opens_the_next_question_on_the_same_section(as_alice, url, run):
    items = on_page(as_alice.get(f"{url('ask')}?at=talking"))
    answer = save(as_alice, url("ask"), items, said={"reading-letters": "slowly"})
    assert answer["Location"] == f"{url('ask')}?at=talking"
    assert "reading-help" in on_page(as_alice.get(answer["Location"]))


def test_rather_not_is_saved_of_every_kind_of_question(as_alice, url, run):
    save(as_alice, url("ask"), ["hearing"], said={"hearing": "-"})
    save(as_alice, url("ask"), ["proud-of", "good-at"], **{"no-proud-of": "on", "no-good-at": "on"})
    assert set(Answer.objects.values_list("item", "value")) == {
        ("hearing", None),
        ("proud-of", None),
        ("good-at", None),
    }


def test_an_answer_and_rather_not_are_not_both_taken(as_alice, url, run):
    answer = save(as_alice, url("ask"), ["proud-of"], said={"proud-of": "Her daughter"}, **{"no-proud-of": "on"})
    assert answer.status_code == 200 and "not both" in answer.content.decode()
    assert "Her daughter" in answer.content.decode()
    assert not Answer.objects.exists()


def test_one_wrong_answer_saves_none_and_keeps_what_was_typed(as_alice, url, run):
    said = {"proud-of": "Her daughter", "hope-now": "99"}
    answer = save(as_alice, url("ask"), ["proud-of", "hope-now"], said=said)
    text = answer.content.decode()
    assert answer.status_code == 200 and "<title>Error:" in text and "Her daughter" in text
    assert not Answer.objects.exists()


def test_alone_on_a_page_a_question_is_answered_or_passed_by(as_alice, url, run):
    as_alice.get(url("ask") + "?by=one")
    assert "Not now" in save(as_alice, url("ask"), ["what-brings-you"]).content.decode()
    passed = save(as_alice, url("ask"), ["what-brings-you"], action="skip", said={"what-brings-you": "Half a"})
    assert passed["Location"] == f"{url('ask')}?at=what-matters-most"
    assert not Answer.objects.exists()
    assert Unfinished.objects.get().fields == {"q-what-brings-you": ["Half a"]}


def test_a_day_an_amount_and_several_choices_are_read():
    items = shipped_questions().items
    kinds = {item.type: key for key, item in items.items()}
    posted = {
        f"q-{kinds['money']}": "£1,200.50",
        f"q-{kinds['date']}_day": "3",
        f"q-{kinds['date']}_month": "March",
        f"q-{kinds['date']}_year": "2025",
        f"q-{kinds['several']}": items[kinds["several"]].codes[0],
    }
    form = AskForm(
        as_posted({name: [value] for name, value in posted.items()}),
        asked=[Asked(kinds[kind], items[kinds[kind]]) for kind in ("money", "date", "several")],
    )
    assert form.is_valid(), form.errors
    values = [said.value for said in form.said()]
    assert (values[0], str(values[1]), values[2]) == (120050, "2025-03-03", (items[kinds["several"]].codes[0],))


def test_what_was_said_here_stands_in_its_field_and_sent_again_is_no_new_answer(as_alice, url, run, tell):
    row = tell("proud-of", "Her daughter", days=0, run=run)
    page = as_alice.get(f"{url('ask')}?at=good-things")
    assert page.context["form"].initial["q-proud-of"] == "Her daughter"
    save(as_alice, url("ask"), ["proud-of"], said={"proud-of": "Her daughter"}, **{"seen-proud-of": row.pk})
    assert Answer.objects.count() == 1


def test_still_so_saves_the_rest_of_the_page_too(as_alice, url, run, tell):
    row = tell("critical-dates", "A hearing on the 3rd", days=40)
    items = on_page(as_alice.get(f"{url('ask')}?at=cannot-wait"))
    save(
        as_alice, url("ask"), items, said={"has-children": "yes"}, still="critical-dates",
        **{"seen-critical-dates": row.pk},
    )  # fmt: skip
    came_by = dict(Answer.objects.filter(superseded_at=None).values_list("item", "came_by"))
    assert came_by == {"critical-dates": "confirmed", "has-children": "first"}


def test_a_page_opened_before_a_colleague_answered_loses_neither(as_alice, as_user, bob, url, run):
    said = {"proud-of": "Her daughter"}
    save(as_user(bob), url("ask"), ["proud-of"], said=said)
    answer = save(as_alice, url("ask"), ["proud-of"], said={"proud-of": "Her drawings"})
    assert "Both answers are kept" in as_alice.get(answer["Location"]).content.decode()
    assert Answer.objects.get(superseded_at=None).came_by == "again"
    assert Answer.objects.count() == 2


def test_typed_words_are_kept_for_whoever_carries_on(as_alice, as_user, bob, url, run):
    typed = {"item": "proud-of", "q-proud-of": "Her dau"}
    assert as_alice.post(url("typed"), typed).status_code == 204
    page = as_user(bob).get(f"{url('ask')}?at=good-things").content.decode()
    assert "Alice Example typed this" in page and "not yet saved" in page and "Her dau" in page
    row = Unfinished.objects.get()
    said = {"proud-of": "Her daughter"}
    save(as_user(bob), url("ask"), ["proud-of"], said=said, **{"carried-proud-of": row.pk})
    assert not Unfinished.objects.exists()


def test_words_that_arrive_after_they_were_saved_are_not_kept(as_alice, url, run):
    save(as_alice, url("ask"), ["proud-of"], said={"proud-of": "Her daughter"})
    as_alice.post(url("typed"), {"item": "proud-of", "q-proud-of": "Her daughter", "seen-proud-of": ""})
    assert not Unfinished.objects.exists()


def test_answers_from_paper_are_of_the_day_on_the_paper(as_alice, url, run, today):
    paper = {"source": "paper", "heard_on_day": "17"}
    save(as_alice, url("ask"), ["proud-of"], said={"proud-of": "Her daughter"}, **paper)
    row = Answer.objects.get()
    assert (row.answered_on.day, row.source, row.heard_by) == (17, "paper", None)
    again = as_alice.get(f"{url('ask')}?at=cannot-wait")
    assert again.context["heard"]["source"].value() == "paper"
    assert again.context["heard_open"]


def test_a_day_to_come_is_refused_with_what_was_typed(as_alice, url, run):
    late = {"heard_on_day": "21"}
    answer = save(as_alice, url("ask"), ["proud-of"], said={"proud-of": "Her daughter"}, **late)
    assert "cannot be in the future" in answer.content.decode() and "Her daughter" in answer.content.decode()


def test_taking_an_answer_back(as_alice, url, run, tell):
    row = tell("proud-of", "Cars", days=0, run=run)
    page = url("take_back", pk=row.pk)
    assert "The question is open again." in as_alice.get(page).content.decode()
    assert as_alice.post(page, {"reason": ""}).status_code == 200
    answer = as_alice.post(page, {"reason": "That was somebody else"})
    assert answer["Location"] == f"{url('ask')}?at=proud-of"
    assert "proud-of" in on_page(as_alice.get(answer["Location"]))


def test_finishing_says_what_was_spared_and_where_to_go(as_alice, url, told_url, run, tell, person):
    tell("proud-of", "Her daughter", days=0, run=run)
    page = as_alice.get(url("finish")).content.decode()
    assert "Leave these 21 questions for another day" in page
    assert "not answered yet" in as_alice.post(url("finish")).content.decode()
    answer = as_alice.post(url("finish"), {"leaving": "on"})
    done = as_alice.get(answer["Location"]).content.decode()
    assert reverse("needs:person", kwargs={"ref": person.ref}) in done
    assert "Her daughter" in done
    assert "First meeting" in as_alice.get(told_url).content.decode()


def test_a_form_of_which_all_is_known_is_finished_at_once(as_alice, url, run, tell, alice, person, today):
    for one in sheet_of(alice, person, FORM, today).states:
        if one.state == "unknown":
            tell(one.item, None, days=1)
    assert as_alice.get(url("ask"))["Location"] == url("finish")
    as_alice.post(url("finish"))
    assert FormRun.objects.get().entry


def test_putting_a_form_away(as_alice, url, told_url, run):
    as_alice.post(url("put_away"), {"reason": "The wrong form"})
    assert FormRun.objects.get().put_away_because == "The wrong form"
    assert as_alice.get(url("ask"))["Location"] == url("form")


def test_the_story_shows_who_heard_what_and_what_stood_before(as_alice, told_url, tell, run, alice):
    first = tell("living-now", "friends", days=20)
    tell("living-now", "own", days=2, seen=first.pk, run=run)
    tell("critical-dates", "A hearing on the 3rd", days=40, sure="unsure")
    page = " ".join(as_alice.get(told_url).content.decode().split())
    assert "Earlier answers (1)" in page and "May have changed" in page and "not sure" in page
    assert "in “First meeting”" in page
    assert page.count("tg-told__heard") == 3


def test_an_answer_outlives_its_question(as_alice, told_url, tell):
    tell("proud-of", "Her daughter")
    Answer.objects.update(item="asked-long-ago", wording="What did we ask then?")
    page = as_alice.get(told_url).content.decode()
    assert "No longer asked" in page and "What did we ask then?" in page and "Her daughter" in page


def test_changing_an_answer_from_the_story(as_alice, url, told_url, tell):
    row = tell("proud-of", "Her daughter")
    page = url("answer", item="proud-of")
    assert "Said before" in as_alice.get(page).content.decode()
    as_alice.post(page, HEARD | {"q-proud-of": "Her drawings", "seen-proud-of": row.pk})
    assert Answer.objects.get(superseded_at=None).came_by == "changed"


def test_still_so_from_the_form_belongs_to_the_form(as_alice, url, run, tell):
    row = tell("proud-of", "Her daughter")
    answer = as_alice.post(url("confirm", pk=row.pk), {"form": FORM, "next": url("form")})
    assert answer["Location"] == url("form")
    assert Answer.objects.get(superseded_at=None).run == run


def test_still_so_goes_back_to_pages_of_ours_only(as_alice, url, told_url, tell):
    row = tell("proud-of", "Her daughter")
    answer = as_alice.post(url("confirm", pk=row.pk), {"next": "https://elsewhere.example/"})
    assert answer["Location"] == told_url


def test_paper_holds_only_what_is_to_ask_and_no_name(as_alice, url, tell, person):
    tell("proud-of", "Her daughter")
    page = as_alice.get(url("paper")).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert "Her daughter" not in main and person.family_name not in main and person.ref in main
    assert main.count("tg-paper__ask") == 22  # with the one that another may open


def test_what_is_typed_alone_does_not_open_a_form(as_alice, url):
    as_alice.post(url("typed"), {"item": "proud-of", "q-proud-of": "Her"})
    assert not FormRun.objects.exists()


def test_a_typed_word_for_a_colleague_is_theirs_to_finish(as_alice, alice, url, run):
    keep_unfinished(by=alice, run=run, item="proud-of", fields={"q-proud-of": ["Her"]})
    assert "Typed and not saved" in as_alice.get(url("finish")).content.decode()
