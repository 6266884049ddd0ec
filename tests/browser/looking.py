"""What a page is judged by in a real browser: nobody is shut out, nothing is refused by the policy, nothing runs off a phone."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LISTEN = "addEventListener('securitypolicyviolation', e => console.error(`csp ${e.violatedDirective} ${e.blockedURI}`))"
# The engine of rules stands beside every document from its start, so that it is sent to the browser once and not with every look.
BRING = f"{LISTEN};\n{AXE_SCRIPT}"
# No rule of ours asks for style sheets of elsewhere; of what passes nothing is told.
JUDGE = """async () => ({
  violations: (await axe.run({resultTypes: ["violations"], preload: false})).violations
    .map(({id, help, nodes}) => ({id, help, nodes: nodes.slice(0, 3).map(({html}) => html.slice(0, 120))})),
  titles: document.querySelectorAll("h1").length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


class Look:
    """One page of a browser and what it complained about."""

    def __init__(self, page):
        self.page = page
        self.heard = []
        page.add_init_script(BRING)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(str(error)))

    def _hear(self, message):
        # That a refused form answers 422 is no fault of the page.
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.heard.append(message.text)

    def problems(self, where=""):
        """Everything that is wrong with what the browser shows now."""
        found = [f"{where}: {said}" for said in self.heard]
        self.heard.clear()
        judged = self.page.evaluate(JUDGE)
        found += [f"{where}: axe {one['id']} – {one['help']} – {one['nodes']}" for one in judged["violations"]]
        if judged["titles"] != 1:
            found.append(f"{where}: {judged['titles']} h1")
        if judged["wide"] > 0:
            found.append(f"{where}: {judged['wide']} px too wide")
        return found


class Window:
    """The one page of a worker in which all tests look that only look: a new one costs a process and half a second of two cores."""

    def __init__(self, browser, options):
        self.browser, self.options = browser, options
        self.context = None

    def clean(self, site):
        """A look in which nothing is left of what was seen before: no cookie, nothing stored, no worker, no complaint."""
        try:
            if self.context is None:
                self._open()
            # A page of ours, so that the process is kept, and without script.
            self.look.page.goto(f"{site}/robots.txt")
            self.context.clear_cookies()
            self.tools.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
        except Error:  # it died with the test before
            self.close()
            self._open()
        self.look.heard.clear()
        return self.look

    def close(self):
        """The page is gone."""
        if self.context:
            self.context.close()

    def _open(self):
        self.context = self.browser.new_context(**self.options)
        page = self.context.new_page()
        self.look, self.tools = Look(page), self.context.new_cdp_session(page)
