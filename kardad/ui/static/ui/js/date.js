/* <k-date>: a calendar beside a typed Jalali date. Arrows walk days, PageUp and PageDown months, with Shift years. */
import * as jalali from "./jalali.js";
import { fa } from "./persian.js";

const make = (tag, attributes = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};
/* Time runs from right to left: the arrow that points left leads to tomorrow. */
const STEPS = { ArrowLeft: 1, ArrowRight: -1, ArrowDown: 7, ArrowUp: -7 };

class Picker extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.classList.contains("ready")) return;
    this.classList.add("ready");
    this.first = jalali.parse(this.dataset.earliest) ?? jalali.dayOf(1300, 1, 1);
    this.last = this.dataset.latest === "today" ? jalali.today() : jalali.parse(this.dataset.latest) ?? jalali.dayOf(jalali.read(jalali.today()).year + 10, 12, 29);
    this.button = make("button", { type: "button", class: "button button-secondary", "aria-haspopup": "dialog" }, "تقویم");
    this.button.addEventListener("click", () => this.open());
    this.append(this.button);
  }

  open() {
    this.dialog ?? this.build();
    this.chosen = jalali.parse(this.input.value);
    this.show(this.chosen ?? jalali.today());
    this.dialog.showModal();
    this.focusDay();
  }

  build() {
    this.month = make("select", { "aria-label": "ماه" }, ...jalali.MONTHS.map((name, place) => new Option(name, place + 1)));
    this.year = make("select", { "aria-label": "سال" });
    for (let year = jalali.read(this.last).year; year >= jalali.read(this.first).year; year--) this.year.append(new Option(fa(year), year));
    for (const select of [this.month, this.year]) {
      select.addEventListener("change", () => this.show(jalali.dayOf(Number(this.year.value), Number(this.month.value), 1)));
    }
    const names = jalali.WEEKDAYS.map((name) => make("th", { scope: "col" }, make("abbr", { title: name }, name[0])));
    this.body = make("tbody");
    this.grid = make("table", { role: "grid", "aria-label": "روزهای ماه" }, make("thead", {}, make("tr", {}, ...names)), this.body);
    this.grid.addEventListener("keydown", (event) => this.walk(event));
    this.grid.addEventListener("click", (event) => this.pick(event.target.closest("button")));
    const close = make("button", { type: "button", class: "button button-link" }, "بستن تقویم");
    close.addEventListener("click", () => this.dialog.close());
    const head = make("div", { class: "calendar-head" }, this.month, this.year);
    this.dialog = make("dialog", { class: "calendar", "aria-label": "انتخاب تاریخ" }, head, this.grid, close);
    this.dialog.addEventListener("close", () => this.button.focus());
    this.append(this.dialog);
  }

  show(day) {
    this.day = Math.min(Math.max(day, this.first), this.last);
    const { year, month } = jalali.read(this.day);
    [this.year.value, this.month.value] = [year, month];
    const start = jalali.dayOf(year, month, 1);
    const cells = Array.from({ length: jalali.weekday(start) }, () => make("td"));
    for (let number = 1; number <= jalali.monthLength(year, month); number++) cells.push(this.cell(jalali.plus(start, number - 1), number));
    const rows = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => make("tr", {}, ...cells.slice(week * 7, week * 7 + 7)));
    this.body.replaceChildren(...rows);
  }

  cell(day, number) {
    const button = make("button", { type: "button", "data-day": day, tabindex: day === this.day ? 0 : -1, "aria-label": jalali.long(day) }, fa(number));
    if (day < this.first || day > this.last) button.disabled = true;
    if (day === jalali.today()) button.setAttribute("aria-current", "date");
    return make("td", { "aria-selected": day === this.chosen }, button);
  }

  focusDay() {
    this.grid.querySelector("[tabindex='0']").focus();
  }

  walk(event) {
    const turn = event.shiftKey ? 12 : 1;
    const place = jalali.weekday(this.day);
    let to = event.key in STEPS ? jalali.plus(this.day, STEPS[event.key]) : null;
    if (event.key === "PageDown") to = jalali.plusMonths(this.day, turn);
    if (event.key === "PageUp") to = jalali.plusMonths(this.day, -turn);
    if (event.key === "Home") to = jalali.plus(this.day, -place);
    if (event.key === "End") to = jalali.plus(this.day, 6 - place);
    if (to === null) return;
    event.preventDefault();
    this.show(to);
    this.focusDay();
  }

  pick(button) {
    if (!button) return;
    this.input.value = jalali.slashed(Number(button.dataset.day));
    for (const name of ["input", "change"]) this.input.dispatchEvent(new Event(name, { bubbles: true }));
    this.dialog.close();
  }
}

customElements.define("k-date", Picker);
