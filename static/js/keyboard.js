// Keys for reading: j and k go from unit to unit, c comments, ? lists them. Never while typing.
"use strict";

(() => {
    const STORE = "portal-keys-off";
    const UNITS = "[data-unit]";

    const areOff = () => localStorage.getItem(STORE) === "yes";
    const isTyping = (target) =>
        target.isContentEditable || target.closest("input, textarea, select, [role=textbox]");

    function units() {
        return [...document.querySelectorAll(UNITS)].filter((unit) => unit.offsetParent !== null);
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
    }

    const keys = {
        j: () => go(1),
        k: () => go(-1),
        c: comment,
        "?": () => { location.hash = "shortcuts"; },
    };

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        if (event.key === "Escape") {
            if (["#shortcuts", "#contents"].includes(location.hash)) location.hash = "main";
            return;
        }
        const act = keys[event.key];
        if (!act || areOff() || isTyping(event.target)) return;
        event.preventDefault();
        act();
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
