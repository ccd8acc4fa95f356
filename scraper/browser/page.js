// What runs inside a page: tells which parts of it are new since it was read last, and which controls a person could use.
// One function of (command, argument); its memory is a property of the window that a navigation forgets.
(command, argument) => {
  const KEY = Symbol.for("scraper.memory");
  const MARK = "data-scraper-known";
  const NO_ROWS = new Set(["SCRIPT", "STYLE", "LINK", "META", "NOSCRIPT", "TEMPLATE", "IFRAME", "BR", "HR", "OPTION", "HEAD"]);
  const KEPT = 24; // known rows that stay before the new ones, so that a short batch still looks like a list

  const memory = (window[KEY] ??= { seen: new WeakMap(), lists: new Map(), families: new WeakMap(), marks: new Set(), changes: 0, observer: null, controls: [] });
  if (!memory.observer) {
    memory.observer = new MutationObserver((records) => { memory.changes += records.length; });
    memory.observer.observe(document, { childList: true, subtree: true, characterData: true });
  }

  const words = (element) => (element.textContent || "").replace(/\s+/g, " ").trim();
  const linkOf = (element) => (element.matches("a[href]") ? element : element.querySelector("a[href]"))?.getAttribute("href") || "";
  const imageOf = (element) => (element.matches("img") ? element : element.querySelector("img"))?.getAttribute("src") || "";
  // What tells a row from others: not its classes nor its pictures' addresses, which change while one scrolls.
  const markOf = (element) => {
    const told = words(element) + "|" + linkOf(element);
    return told === "|" ? "|" + imageOf(element) : told;
  };
  const kindOf = (element) => element.tagName + "." + [...element.classList].sort().join(".");
  const isAlike = (one, other) => one.tagName === other.tagName
    && (one.classList.length + other.classList.length === 0 || [...one.classList].some((name) => other.classList.contains(name)));
  const rowsOf = (parent) => [...parent.children].filter((child) => !NO_ROWS.has(child.tagName));

  const remember = (element) => {
    const mark = markOf(element);
    memory.seen.set(element, mark);
    memory.marks.add(element.tagName + mark);
    memory.families.set(element, [...element.children]);
    for (const child of element.children) remember(child);
  };

  // Of elements that stood there before and read otherwise now, those that are rows which are used again.
  const reused = (changed) => {
    const kinds = new Map();
    for (const element of changed) kinds.set(kindOf(element), [...(kinds.get(kindOf(element)) || []), element]);
    return new Set([...kinds.values()].filter((alike) => alike.length >= 3).flat());
  };

  const listOf = (parent) => {
    if (!memory.lists.has(parent)) memory.lists.set(parent, { rows: [], isVirtual: false });
    return memory.lists.get(parent);
  };

  // Whether a new element is a row: like one that was there, one of several, or rich in itself. A sign that something is
  // being loaded, or that there is no more, is none of these.
  const isRow = (element, parent, added) => {
    const others = rowsOf(parent).filter((child) => child !== element && isAlike(child, element));
    const isRich = element.querySelectorAll("*").length > 3 && words(element).length > 30;
    return isRich || others.some((child) => memory.seen.has(child)) || others.filter((child) => added.has(child)).length > 1;
  };

  // What is new below `parent`, list by list: [list, its new rows, whether some of them stood there before].
  const newBelow = (parent, found = []) => {
    const added = new Set(), changed = [];
    for (const child of rowsOf(parent)) {
      const before = memory.seen.get(child);
      if (before === undefined) { if (markOf(child) !== "|") added.add(child); }
      else if (before !== markOf(child)) changed.push(child);
    }
    const again = reused(changed);
    const fresh = rowsOf(parent).filter((child) => again.has(child) || (added.has(child) && isRow(child, parent, added)));
    if (fresh.length) found.push([parent, fresh, again.size > 0]);
    for (const child of changed) if (!again.has(child)) newBelow(child, found);
    return found;
  };

  const collect = () => {
    for (const [parent, fresh, hasReused] of newBelow(document.documentElement)) {
      take(parent, fresh, hasReused);
      for (const child of fresh) remember(child);
    }
  };

  const take = (parent, fresh, hasReused) => {
    const list = listOf(parent);
    list.isVirtual ||= hasReused || (memory.families.get(parent) || []).some((child) => child.parentNode !== parent);
    memory.families.set(parent, [...parent.children]);
    for (const child of fresh) {
      const mark = child.tagName + markOf(child);
      if (!(list.isVirtual && memory.marks.has(mark))) list.rows.push({ element: child, copy: child.cloneNode(true) });
      memory.marks.add(mark);
    }
  };

  const placeOf = (element) => {
    const place = [];
    for (let node = element; node !== document.documentElement; node = node.parentElement) {
      if (!node.parentElement) return null; // it is no part of the page any more
      place.unshift([...node.parentElement.children].indexOf(node));
    }
    return place;
  };
  const at = (root, place) => place.reduce((node, index) => node.children[index], root);

  // In `copy`, of the list only its last known rows, marked, and all rows that were collected, also those that are gone.
  const trim = (parent, list, copy) => {
    const kinds = [...new Map(list.rows.map((row) => [kindOf(row.element), row.element])).values()];
    const collected = new Set(list.rows.map((row) => row.element));
    const pairs = [...parent.children].map((child, index) => [child, copy.children[index]]);
    const rows = pairs.filter(([child]) => collected.has(child) || kinds.some((one) => isAlike(one, child)));
    const known = rows.filter(([child]) => !collected.has(child)).map(([, twin]) => twin);
    const after = rows.length ? rows[rows.length - 1][1].nextSibling : null;
    for (const [, twin] of rows) twin.remove();
    const kept = known.slice(-KEPT);
    for (const twin of kept) twin.setAttribute(MARK, "");
    for (const node of [...kept, ...list.rows.map((row) => row.copy)]) copy.insertBefore(node, after);
  };

  const scrollables = () => {
    const page = document.scrollingElement || document.documentElement;
    const isInner = (element) => element !== page && element !== document.body && element.clientHeight > 120
      && element.scrollHeight > element.clientHeight + 40 && /auto|scroll|overlay/.test(getComputedStyle(element).overflowY);
    return [page, ...[...document.querySelectorAll("*")].filter(isInner)];
  };

  const textOf = (root) => (document.doctype ? "<!DOCTYPE html>" : "") + root.outerHTML;

  const isUsable = (element) => {
    const box = element.getBoundingClientRect();
    const isShown = box.width > 0 && box.height > 0 && (!element.checkVisibility || element.checkVisibility({ checkVisibilityCSS: true }));
    const off = element.closest("[disabled], [aria-disabled=true], .disabled, .is-disabled, [inert]");
    return isShown && !off;
  };

  const commands = {
    changes: () => memory.changes,

    // The whole page, which is known from now on.
    whole: () => {
      const copy = document.documentElement.cloneNode(true);
      remember(document.documentElement);
      return textOf(copy);
    },

    // How many rows are new since then, without taking them up.
    fresh: () => newBelow(document.documentElement).reduce((sum, [, fresh]) => sum + fresh.length, 0),

    // Take up the rows that are new since the page was read or collected last; how many there are now.
    collect: () => {
      collect();
      return [...memory.lists.values()].reduce((sum, list) => sum + list.rows.length, 0);
    },

    // The page with its new rows and few of the others, and without the data of scripts, which was there before.
    news: () => {
      commands.collect();
      const copy = document.documentElement.cloneNode(true);
      const lists = [...memory.lists].filter(([, list]) => list.rows.length);
      const places = lists.map(([parent, list]) => [parent, list, placeOf(parent)]).filter(([, , place]) => place);
      const scripts = [...document.scripts].filter((script) => memory.seen.has(script)).map(placeOf).filter(Boolean);
      const twins = scripts.map((place) => at(copy, place));
      for (const [parent, list, twin] of places.map(([parent, list, place]) => [parent, list, at(copy, place)])) trim(parent, list, twin);
      for (const twin of twins) twin.remove();
      for (const [, list] of lists) list.rows = [];
      remember(document.documentElement);
      return textOf(copy);
    },

    // How long all that can be scrolled is.
    height: () => scrollables().reduce((sum, element) => sum + element.scrollHeight, 0),

    // Whether there is more than fits into the window.
    isLong: () => scrollables().some((element) => element.scrollHeight > element.clientHeight + 40),

    // One stride down: whether it is the end of what there is now.
    stride: () => {
      const page = document.scrollingElement || document.documentElement;
      let isAtEnd = true;
      for (const element of scrollables()) {
        const before = element.scrollTop;
        const height = element === page ? window.innerHeight : element.clientHeight;
        element.scrollTop = before + Math.max(100, height * 0.8);
        isAtEnd &&= element.scrollTop + height >= element.scrollHeight - 2;
        if (element.scrollTop === before) element.dispatchEvent(new Event("scroll", { bubbles: true }));
      }
      return isAtEnd;
    },

    // Up a little, so that what waits for the end of the page to come into view sees it come once more.
    back: () => {
      const page = document.scrollingElement || document.documentElement;
      page.scrollTop = Math.max(0, page.scrollTop - window.innerHeight);
    },

    // What a person could press: texts, names and place of each.
    controls: () => {
      const found = document.querySelectorAll("button, a, summary, [role=button], [role=link], input[type=button], input[type=submit], [onclick], [class*='more' i], [class*='next' i]");
      memory.controls = [...found].filter(isUsable);
      const cut = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, 200);
      return memory.controls.map((element) => ({
        tag: element.tagName.toLowerCase(),
        text: cut(element.innerText || element.value),
        label: cut(element.getAttribute("aria-label")),
        title: cut(element.getAttribute("title")),
        names: cut([element.getAttribute("class"), element.id, element.getAttribute("rel"), element.getAttribute("data-action")].filter(Boolean).join(" ")),
        around: cut([element.parentElement?.getAttribute("class"), element.parentElement?.id, element.parentElement?.parentElement?.getAttribute("class")].filter(Boolean).join(" ")),
        href: element.getAttribute("href"),
        top: element.getBoundingClientRect().top + window.scrollY,
        children: element.querySelectorAll("a, button").length,
      }));
    },

    control: () => memory.controls[argument],
  };
  return commands[command]();
}
