"""What a page is judged by in a real browser: nobody is shut out, nothing is refused by the policy, nothing runs off a phone."""

from axe_playwright_python.sync_playwright import Axe

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LISTEN = "addEventListener('securitypolicyviolation', e => console.error(`csp ${e.violatedDirective} ${e.blockedURI}`))"


class Look:
    """One page of a browser and what it complained about."""

    def __init__(self, page):
        self.page = page
        self.heard = []
        page.add_init_script(LISTEN)
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
        for violation in Axe().run(self.page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            found.append(f"{where}: axe {violation['id']} – {violation['help']} – {nodes}")
        if (titles := self.page.locator("h1").count()) != 1:
            found.append(f"{where}: {titles} h1")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"{where}: {wide} px too wide")
        return found
