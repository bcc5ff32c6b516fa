// What has been on the screen counts as read, through the highest number seen, on every device.

const LOOKED_AT_MS = 800;
const REPORT_MS = 1500;

export class Reading {
  #through;
  #reported;
  #report;
  #observer;
  #timers = new Map();
  #pending = null;

  /** @param through read already  @param report async (number) -> true if the server has it */
  constructor({ through, report }) {
    this.#through = through;
    this.#reported = through;
    this.#report = report;
    this.#observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#look(entry)), {
      threshold: [0, 0.3, 0.6],
    });
    document.addEventListener("visibilitychange", () => this.#recheck());
  }

  watch(item) {
    if (Number(item.dataset.number) > this.#through) this.#observer.observe(item);
  }

  #look({ target, intersectionRatio, intersectionRect, rootBounds }) {
    clearTimeout(this.#timers.get(target));
    const fillsScreen = intersectionRect.height >= (rootBounds?.height ?? innerHeight) / 2;
    if (intersectionRatio >= 0.6 || fillsScreen) this.#timers.set(target, setTimeout(() => this.#saw(target), LOOKED_AT_MS));
  }

  #recheck() {
    if (document.hidden) return;
    for (const item of document.querySelectorAll("[data-number]")) {
      this.#observer.unobserve(item);
      this.watch(item); // Observing anew reports at once what is in view.
    }
  }

  #saw(item) {
    if (document.hidden) return;
    this.#observer.unobserve(item);
    this.#through = Math.max(this.#through, Number(item.dataset.number));
    this.#pending ??= setTimeout(() => this.#tell(), REPORT_MS);
  }

  async #tell() {
    this.#pending = null;
    const through = this.#through;
    if (through <= this.#reported) return;
    if (await this.#report(through)) this.#reported = through;
    else this.#pending = setTimeout(() => this.#tell(), REPORT_MS * 10);
  }
}
