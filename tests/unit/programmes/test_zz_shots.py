import sys
from datetime import date, timedelta
import pytest
from playwright.sync_api import sync_playwright
from throughgate.people.models import *
from throughgate.people.services import note_date, record_move
from throughgate.programmes.services import *
from throughgate.programmes.models import *
from throughgate.record.services import write_entry

@pytest.mark.django_db(transaction=True)
def test_shots(live_server, alice, mona, person, settings):
    import os
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
    from django.test import Client
    models={m.slug:m for m in load_shipped_models()}
    d=date(2026,6,1)
    CustodyMove.objects.create(person=person, kind="received", on=date(2025,1,1), site=person.site, added_by=alice)
    note_date(by=alice, person=person, kind="crd", on=date(2026,12,15), source="OMU")
    e=enrol(by=alice, person=person, model=models["addiction-recovery"], enrolled_on=d)
    f=enrol(by=alice, person=person, model=models["restorative-family"], enrolled_on=d)
    write_entry(by=alice, person=person, kind="form", subject="full-addiction", on=d+timedelta(5), summary="x")
    write_entry(by=alice, person=person, kind="plan", subject="treatment", on=d+timedelta(15), summary="x")
    for n in range(20,140,7):
        write_entry(by=alice, person=person, kind="group-therapy", on=d+timedelta(n), summary="x")
        write_entry(by=alice, person=person, kind="individual-therapy", on=d+timedelta(n), summary="x")
    waive(by=alice, enrolment=e, element="peer-in-recovery", spell=0, ordinal=1, reason="prison-could-not", note="No peer service at the moment")
    urls={"list":"/programmes/","manual":"/programmes/restorative-family/","manual2":"/programmes/jobs-and-relationships/","enrolment":f"/programmes/enrolments/{e.ref}/","enrol":f"/programmes/enrol/{person.ref}/","leave":f"/programmes/enrolments/{e.ref}/leave/","hold":f"/programmes/enrolments/{e.ref}/hold/","add":"/programmes/add/"}
    c=Client(); c.force_login(mona, backend="throughgate.accounts.backends.SignInBackend")
    cookie=c.cookies[settings.SESSION_COOKIE_NAME].value
    from axe_playwright_python.sync_playwright import Axe
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium", args="--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split())
        for w in (1280,390):
            ctx=b.new_context(viewport={"width":w,"height":900}); ctx.add_cookies([{"name":settings.SESSION_COOKIE_NAME,"value":cookie,"url":live_server.url}])
            page=ctx.new_page()
            for n,u in urls.items():
                page.goto(live_server.url+u); page.screenshot(path=f"/tmp/tg/progshots/{n}-{w}.png", full_page=True)
                ov=page.evaluate("document.documentElement.scrollWidth>document.documentElement.clientWidth")
                r=Axe().run(page)
                print(n,w,"overflow" if ov else "", r.violations_count, [ (v['id'],v['nodes'][0]['html'][:120]) for v in r.response['violations']])
            if w==1280:
                page.goto(live_server.url+"/programmes/add/"); page.fill("textarea", models["restorative-family"].source.replace("is: family-workshop","is: family-workshp").replace("by: last(sessions)","by: lst(sessions)",1)); page.click("main button[type=submit]"); page.screenshot(path="/tmp/tg/progshots/add-errors.png", full_page=True)
        b.close()
