// The forms in which one speaks: what is typed stays in this tab until it is saved, whatever
// becomes of the page, the session or the line; and one opens below the words it speaks of.
"use strict";

(() => {
    const STORE = "said ";
    const FORMS = "form[data-keep]";
    let isLeaving = false;

    const boxes = (form) => [...form.querySelectorAll("textarea")];
    const fields = (form) =>
        [...form.elements].filter((field) =>
            field.name && field.name !== "csrfmiddlewaretoken" &&
            !["submit", "file", "checkbox"].includes(field.type));
    const isTouched = (form) => form.dataset.touched === "yes";
    const proposalOf = (form) => form.querySelector("textarea[data-words]");

    // What is kept. Under a key that names the person, the capacity and the form.

    function keys() {
        return Object.keys(sessionStorage).filter((key) => key.startsWith(STORE));
    }

    function kept(key) {
        try {
            return JSON.parse(sessionStorage.getItem(key));
        } catch {
            return null;
        }
    }

    function keep(form, { isSent = false } = {}) {
        const values = {};
        for (const field of fields(form)) {
            if (field.type !== "radio" || field.checked) values[field.name] = field.value;
        }
        try {
            sessionStorage.setItem(STORE + form.dataset.keep, JSON.stringify({ values, isSent }));
        } catch {
            // A tab that keeps nothing still saves.
        }
    }

    function forget(form) {
        sessionStorage.removeItem(STORE + form.dataset.keep);
        delete form.dataset.touched;
    }

    function forgetSent() {
        for (const key of keys()) if (kept(key)?.isSent) sessionStorage.removeItem(key);
    }

    function forgetOthers(form) {
        const [person] = form.dataset.keep.split("/");
        for (const key of keys()) {
            if (!key.startsWith(`${STORE}${person}/`)) sessionStorage.removeItem(key);
        }
    }

    function put(field, value) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (value !== undefined) field.value = value;
    }

    function bringBack(form) {
        const stored = kept(STORE + form.dataset.keep);
        if (!stored) return;
        for (const field of fields(form)) {
            const before = field.value;
            put(field, stored.values[field.name]);
            const fold = field.closest("details");
            if (fold && field.value !== before) fold.open = true;
        }
        form.dataset.touched = "yes";
        keep(form);
        const notice = form.parentElement.querySelector("[data-brought-back]");
        if (notice) notice.hidden = false;
    }

    // Each form, when its page or its part of the page has come.

    function begin(form) {
        forgetOthers(form);
        if (form.dataset.returned) {
            form.dataset.touched = "yes";
            keep(form);
        } else {
            bringBack(form);
        }
        explain(form);
    }

    // A wording, or what is missing: the box begins with the words of the draft, or empty.

    function placeOf(form) {
        return form.querySelector("[name=place]:checked")?.value;
    }

    function explain(form) {
        const box = proposalOf(form);
        const help = box && document.getElementById(`${box.id}_helptext`);
        if (!help) return;
        const isMissing = placeOf(form) === "missing_after";
        help.textContent = isMissing ? box.dataset.helpMissing : box.dataset.helpOn;
    }

    function move(form) {
        const box = proposalOf(form);
        if (!box) return;
        const isMissing = placeOf(form) === "missing_after";
        if (isMissing && box.value === box.dataset.words) box.value = "";
        else if (!isMissing && box.value === "") box.value = box.dataset.words;
        explain(form);
    }

    // How much was typed: code points, as the server counts.

    function count(box) {
        const { count: words, over: overWords } = box.form.dataset;
        const limit = Number(box.dataset.limit);
        if (!limit || !words) return;
        const n = [...box.value].length;
        const told = (number) => number.toLocaleString(document.documentElement.lang);
        let line = box.parentElement.querySelector(".typed-count");
        if (!line) {
            line = document.createElement("p");
            line.className = "typed-count form-text";
            (document.getElementById(`${box.id}_helptext`) ?? box).after(line);
        }
        line.setAttribute("aria-live", n > limit ? "polite" : "off");
        line.textContent = (n > limit ? overWords : words)
            .replace("{n}", told(n))
            .replace("{limit}", told(limit))
            .replace("{over}", told(n - limit));
    }

    for (const name of ["input", "change"]) {
        document.addEventListener(name, (event) => {
            const form = event.target.closest?.(FORMS);
            if (!form) return;
            form.dataset.touched = "yes";
            if (name === "change" && event.target.name === "place") move(form);
            if (name === "input" && event.target.matches("textarea")) count(event.target);
            keep(form);
        });
    }

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (form.matches("[action$='/logout/']")) {
            for (const key of keys()) sessionStorage.removeItem(key);
            isLeaving = true;
        }
        if (!form.matches(FORMS)) return;
        keep(form, { isSent: true });
        delete form.dataset.touched;
    });

    addEventListener("beforeunload", (event) => {
        if (!isLeaving && [...document.querySelectorAll(FORMS)].some(isTouched)) {
            event.preventDefault();
        }
    });

    addEventListener("pageshow", () => { isLeaving = false; });

    // Below the words.

    const isBelow = (event) => event.detail.target?.matches(".unit-say");

    function close(place) {
        const unit = place.closest("[data-unit]");
        place.replaceChildren();
        unit?.querySelector("[data-comment]")?.focus();
    }

    document.addEventListener("htmx:beforeRequest", (event) => {
        if (!isBelow(event) || !event.detail.elt.matches("a")) return;
        const place = event.detail.target;
        const form = place.querySelector(FORMS);
        if (!form) return;
        event.preventDefault();
        if (isTouched(form)) boxes(form)[0].focus();
        else close(place);
    });

    // A session that has ended answers with the page to sign in, which belongs below no words.
    document.addEventListener("htmx:beforeSwap", (event) => {
        const { xhr, requestConfig } = event.detail;
        const came = new URL(xhr.responseURL, location.href).pathname;
        const asked = new URL(requestConfig.path, location.href).pathname;
        if (came === asked) return;
        event.detail.shouldSwap = false;
        if (isBelow(event)) location.assign(xhr.responseURL);
    });

    document.addEventListener("htmx:afterSwap", (event) => {
        if (!isBelow(event)) return;
        const form = event.detail.target.querySelector(FORMS);
        if (!form) return;
        begin(form);
        boxes(form)[0]?.focus({ preventScroll: true });
    });

    document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-cancel]");
        const form = link?.closest(FORMS);
        if (!form) return;
        const place = form.closest(".unit-say");
        if (isTouched(form) && !confirm(link.dataset.confirm)) {
            event.preventDefault();
            return;
        }
        forget(form);
        if (place) {
            event.preventDefault();
            close(place);
        }
    });

    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        const place = event.target.closest(".unit-say");
        const form = place?.querySelector(FORMS);
        if (form && !isTouched(form)) close(place);
    });

    if (document.querySelector("[data-saved]")) forgetSent();
    document.querySelectorAll(FORMS).forEach(begin);
})();
