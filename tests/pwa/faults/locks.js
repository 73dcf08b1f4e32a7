// Web Locks of one browser: exclusive, in order, shared by its pages, and given up by a page that dies.

export class Locks {
  constructor() {
    this.held = new Map(); // name -> queue of {page, run, end}
  }

  /** The navigator.locks of one page. @param {import("./page.js").Page} page */
  of(page) {
    return { request: (name, ...rest) => page.guarded("locks", this.request(page, name, rest.at(-1), rest.length > 1 ? rest[0] : {})) };
  }

  request(page, name, work, { ifAvailable = false }) {
    const queue = this.held.get(name) ?? [];
    if (page.dead) return new Promise(() => {});
    if (ifAvailable && queue.length) return Promise.resolve().then(() => work(null));
    return new Promise((resolve, reject) => {
      const turn = { page, run: () => Promise.resolve().then(() => work({ name })).then(resolve, reject).finally(() => this.end(name, turn)) };
      this.held.set(name, queue);
      queue.push(turn);
      if (queue[0] === turn) turn.run();
    });
  }

  end(name, turn) {
    const queue = this.held.get(name) ?? [], first = queue[0] === turn;
    if (queue.includes(turn)) queue.splice(queue.indexOf(turn), 1);
    if (!queue.length) this.held.delete(name);
    else if (first) queue[0].run();
  }

  died(page) {
    for (const [name, queue] of [...this.held]) for (const turn of queue.filter((one) => one.page === page).reverse()) this.end(name, turn);
  }
}
