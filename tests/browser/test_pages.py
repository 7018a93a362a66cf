"""The web chat and the console in Chromium: a whole report on a phone's width, and the case in the right queue.

Says so where there is no Chromium.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from backend.core import Backend
from backend.demo.fill import DemoNetwork
from backend.identity.model import Role
from bot.desk import Desk
from tests.auxil.serve import serving_web

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"
PHONE = {"width": 390, "height": 780}
DESKTOP = {"width": 1280, "height": 800}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the pages were not tested")]

ANSWERS = [
    ("Van welke leerling|Over welke leerling", "Amira El Idrissi", False),
    ("Van welke school", "vti merksem", False),
    ("Welke klas", "4B", False),
    ("Hoeveel halve dagen", "6", False),
    ("Sinds wanneer", "3/11", False),
    ("ouders bereikt", "Geprobeerd, niet bereikt", True),
    ("CLB al betrokken", "Nee", True),
    ("Wie is akkoord", "De leerling", True),
    ("dringend", "Gewoon", True),
    ("iets toevoegen", "Overslaan", True),
    ("u bereiken", "leerkracht@school.example", False),
    ("Dit heb ik begrepen", "Versturen", True),
]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def _report(page: Page) -> str:
    """A whole report by typing and tapping; the reference."""
    for _, answer, tapped in [("", "Afwezige leerling melden", True), *ANSWERS]:
        before = await page.locator("#log p.bot").count()
        if tapped:
            await page.get_by_role("button", name=answer, exact=True).click()
        else:
            await page.get_by_role("textbox").fill(answer)
            await page.keyboard.press("Enter")
        await expect(page.locator("#log p.bot")).to_have_count(before + 1, timeout=15_000)
    said = await page.locator("#log p.bot").last.inner_text()
    return said.split("referentie: ")[1].split(".")[0]


async def _sign_in(page: Page, address: str, network: DemoNetwork, organization: str) -> None:
    account = next(s for s in network.sign_ins if s.organization == organization)
    await page.goto(f"{address}/console")
    await page.get_by_label("E-mail").fill(account.email)
    await page.get_by_label("Wachtwoord").fill(account.password)
    await page.get_by_role("button", name="Aanmelden").click()


async def test_a_report_on_a_phone_reaches_the_queue_of_its_clb_and_no_other(backend: Backend, desk: Desk, network: DemoNetwork) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    async with serving_web(backend, desk) as address, chromium() as browser:
        phone = await browser.new_page(viewport=PHONE, locale="nl-BE")
        problems: list[str] = []
        phone.on("pageerror", lambda error: problems.append(str(error)))
        phone.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        await phone.goto(f"{address}/?audience=staff&language=nl")
        await expect(phone.get_by_role("button", name="Afwezige leerling melden")).to_be_visible(timeout=15_000)
        reference = await _report(phone)
        await phone.screenshot(path=ARTIFACTS / "chat-phone.png")
        assert problems == []

        for organization, sees in [("Vrij CLB De Brug", True), ("Stedelijk CLB Kompas", False), ("Centraal Meldpunt Antwerpen (demo)", True)]:
            context = await browser.new_context(viewport=DESKTOP, locale="nl-BE")
            page = await context.new_page()
            await _sign_in(page, address, network, organization)
            await expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()
            assert (await page.get_by_role("link", name=reference).count() == 1) is sees
            answer = await page.goto(f"{address}/console/cases/{reference}")
            assert answer is not None
            assert answer.status == (200 if sees else 404)
            if organization == "Vrij CLB De Brug":
                await expect(page.get_by_text("Amira El Idrissi")).to_be_visible()
                await expect(page.get_by_text("absence-to-own-clb")).to_be_visible()
                await page.screenshot(path=ARTIFACTS / "case-desktop.png", full_page=True)
                await page.get_by_role("button", name="Aanvaarden").click()
                await expect(page.get_by_text("aanvaard", exact=False).first).to_be_visible()
                await page.goto(f"{address}/console")
                await page.screenshot(path=ARTIFACTS / "queue-desktop.png", full_page=True)
            await context.close()


async def test_a_reload_shows_the_conversation_again_and_goes_on(backend: Backend, desk: Desk) -> None:
    async with serving_web(backend, desk) as address, chromium() as browser:
        page = await browser.new_page(viewport=PHONE, locale="fr-BE")
        await page.goto(f"{address}/?audience=staff&language=fr")
        await page.get_by_role("button", name="Signaler un élève absent").click()
        await expect(page.get_by_text("De quel élève")).to_be_visible(timeout=15_000)
        await page.reload()
        await expect(page.get_by_text("De quel élève")).to_be_visible(timeout=15_000)
        await page.get_by_role("textbox").fill("Fatou Diallo")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("De quelle école")).to_be_visible(timeout=15_000)


async def test_the_console_without_a_sign_in_shows_nothing(backend: Backend, desk: Desk, network: DemoNetwork) -> None:
    assert any(s.role is Role.COORDINATOR for s in network.sign_ins)
    async with serving_web(backend, desk) as address, chromium() as browser:
        page = await browser.new_page(viewport=PHONE)
        await page.goto(f"{address}/console")
        assert page.url.endswith("/console/sign-in")


def test_the_page_is_small_and_asks_no_third_party() -> None:
    pages = Path(__file__).resolve().parent.parent.parent / "bot" / "pages"
    size = sum(path.stat().st_size for path in pages.iterdir())
    assert size < 60_000
    loaded = [word for path in pages.iterdir() for word in path.read_text().split() if word.startswith(("src=", "href=", "@import"))]
    assert not [word for word in loaded if "//" in word]
