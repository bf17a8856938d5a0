// A form that opens below the words: it takes the focus, and a second click never loses what was
// typed in it.
"use strict";

(() => {
    const isForm = (event) => event.detail.target && event.detail.target.matches(".unit-say");
    const fields = (box) => [...box.querySelectorAll("textarea")];

    function isTouched(box) {
        return fields(box).some((field) => field.value !== field.defaultValue);
    }

    function close(box) {
        const unit = box.closest("[data-unit]");
        box.replaceChildren();
        const link = unit && unit.querySelector("[data-comment]");
        if (link) link.focus();
    }

    document.addEventListener("htmx:beforeRequest", (event) => {
        if (!isForm(event) || !event.detail.elt.matches("a")) return;
        const box = event.detail.target;
        if (!box.hasChildNodes()) return;
        event.preventDefault();
        if (isTouched(box)) fields(box)[0].focus();
        else close(box);
    });

    document.addEventListener("htmx:afterSwap", (event) => {
        if (!isForm(event)) return;
        const [field] = fields(event.detail.target);
        if (field) field.focus({ preventScroll: true });
    });

    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        const box = event.target.closest(".unit-say");
        if (box && !isTouched(box)) close(box);
    });
})();
