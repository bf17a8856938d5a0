// Keys for reading: j and k go from unit to unit, ? lists all. A key that an element names in
// data-key acts on it, in the unit one is at before anywhere else. Never while typing.
"use strict";

(() => {
    const STORE = "portal-keys-off";
    const UNITS = "[data-unit]";
    const TYPED = "textarea, select, [role=textbox], input:not([type=radio], [type=checkbox], [type=submit])";

    const areOff = () => localStorage.getItem(STORE) === "yes";
    const isTyping = (target) => target.isContentEditable || target.closest(TYPED) !== null;
    const isShown = (element) => element.getClientRects().length > 0;

    function units() {
        return [...document.querySelectorAll(UNITS)].filter(isShown);
    }

    function current() {
        return document.activeElement.closest(UNITS);
    }

    function go(step) {
        const all = units();
        const from = all.indexOf(current());
        const first = all.findIndex((unit) => unit.getBoundingClientRect().top >= 0);
        const to = from === -1 ? (step > 0 ? first : first - 1) : from + step;
        const unit = all[Math.max(0, Math.min(to, all.length - 1))];
        if (unit) {
            unit.focus({ preventScroll: true });
            unit.scrollIntoView({ block: "center" });
        }
    }

    function comment() {
        const unit = current();
        const link = unit && unit.querySelector("[data-comment]");
        if (link) link.click();
        return Boolean(link);
    }

    // What a key is named for: in the unit one is at, else outside of all units. Where every unit
    // has it and one is at none, the key only goes to the first: it never acts on what is not marked.
    function named(key) {
        const selector = `[data-key="${CSS.escape(key)}"]`;
        const unit = current();
        const inside = unit && unit.querySelector(selector);
        if (inside) return inside;
        const all = [...document.querySelectorAll(selector)].filter(isShown);
        return all.find((element) => !element.closest(UNITS)) || (!unit && all[0]);
    }

    function use(element) {
        if (element.closest(UNITS) && element.closest(UNITS) !== current()) go(1);
        else if (element.matches("input[type=search]")) element.select();
        else if (element.matches("textarea")) element.focus();
        else element.click();
    }

    // In a form that says so, a digit chooses among the radio buttons of one name.
    function choose(digit) {
        const form = document.querySelector("form[data-digits]");
        if (!form) return false;
        const choices = form.querySelectorAll(`input[type=radio][name="${form.dataset.digits}"]`);
        const choice = choices[Number(digit) - 1];
        if (!choice) return false;
        choice.focus();
        choice.click();
        return true;
    }

    const keys = {
        j: () => go(1),
        k: () => go(-1),
        c: comment,
        "?": () => { location.hash = "shortcuts"; },
    };

    // Whether a key meant anything here.
    function act(key) {
        if (keys[key]) return keys[key]() !== false;
        if (/^[1-9]$/.test(key)) return choose(key);
        const element = named(key);
        if (element) use(element);
        return Boolean(element);
    }

    function leave(target) {
        if (isTyping(target)) target.blur();
        else if (["#shortcuts", "#contents"].includes(location.hash)) location.hash = "main";
    }

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        if (event.key === "Escape") {
            leave(event.target);
            return;
        }
        if (areOff() || isTyping(event.target)) return;
        if (act(event.key)) event.preventDefault();
    });

    const box = document.getElementById("shortcuts-on");
    if (box) {
        box.disabled = false;
        box.checked = !areOff();
        box.addEventListener("change", () => {
            localStorage.setItem(STORE, box.checked ? "no" : "yes");
        });
    }
})();
