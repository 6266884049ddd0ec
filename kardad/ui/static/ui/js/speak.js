/* <k-speak data-of="id">: reads the [data-say] sentences inside that element aloud, where the browser has a Persian voice. */
class Speak extends HTMLElement {
  connectedCallback() {
    if (!window.speechSynthesis || this.firstChild) return;
    this.offer();
    speechSynthesis.addEventListener("voiceschanged", () => this.offer());
  }

  disconnectedCallback() {
    this.stop();
  }

  offer() {
    this.voice = speechSynthesis.getVoices().find((voice) => /^fa([-_]|$)/i.test(voice.lang));
    if (!this.voice || this.button) return;
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: "بشنوید" });
    this.button.addEventListener("click", () => (this.speaking ? this.stop() : this.start()));
    addEventListener("pagehide", () => this.stop());
    this.append(this.button);
  }

  start() {
    this.speaking = true;
    this.button.textContent = "بس است";
    const sentences = [...document.getElementById(this.dataset.of).querySelectorAll("[data-say]")];
    sentences.forEach((sentence, place) => {
      const said = Object.assign(new SpeechSynthesisUtterance(sentence.dataset.say), { voice: this.voice, lang: this.voice.lang, rate: 0.9 });
      said.addEventListener("start", () => this.mark(sentence));
      said.addEventListener("end", () => place === sentences.length - 1 && this.stop());
      said.addEventListener("error", () => this.stop());
      speechSynthesis.speak(said);
    });
  }

  mark(sentence) {
    this.marked?.removeAttribute("aria-current");
    this.marked = sentence;
    sentence?.setAttribute("aria-current", "true");
  }

  stop() {
    if (!this.speaking) return;
    this.speaking = false;
    speechSynthesis.cancel();
    this.mark(null);
    this.button.textContent = "بشنوید";
  }
}

customElements.define("k-speak", Speak);
