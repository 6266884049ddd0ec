/* <k-speak data-of="id">: reads that element aloud, its [data-say] sentences or else its paragraphs and rows, where the browser has a Persian voice. */
const PIECES = "p, li, tr, .data-row, h2, h3";
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
    const whole = document.getElementById(this.dataset.of);
    const said = [...whole.querySelectorAll("[data-say]")];
    const sentences = said.length ? said : [...whole.querySelectorAll(PIECES)].filter((piece) => !piece.querySelector(PIECES));
    sentences.forEach((sentence, place) => {
      const utterance = Object.assign(new SpeechSynthesisUtterance(sentence.dataset.say ?? sentence.textContent.replace(/\s+/g, " ").trim()), { voice: this.voice, lang: this.voice.lang, rate: 0.9 });
      utterance.addEventListener("start", () => this.mark(sentence));
      utterance.addEventListener("end", () => place === sentences.length - 1 && this.stop());
      utterance.addEventListener("error", () => this.stop());
      speechSynthesis.speak(utterance);
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
