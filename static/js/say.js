// The forms in which one speaks: what is typed is kept on the server a second after typing stops,
// and in this tab until it is there, whatever becomes of the page, the session or the line; and a
// form opens below the words it speaks of.
"use strict";

(() => {
    const STORE = "said ";
    const FORMS = "form[data-keep]";
    const PAUSE = 1000;
    const RETRIES = [2000, 5000, 15000, 30000];
    let isLeaving = false;

    const boxes = (form) => [...form.querySelectorAll("textarea")];
    const fields = (form) =>
        [...form.elements].filter((field) =>
            field.name && field.name !== "csrfmiddlewaretoken"
            && !["submit", "file"].includes(field.type));
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

    function keep(form, mark = {}) {
        const values = {};
        for (const field of fields(form)) {
            values[field.name] ??= [];
            if (!["radio", "checkbox"].includes(field.type) || field.checked) {
                values[field.name].push(field.value);
            }
        }
        try {
            sessionStorage.setItem(STORE + form.dataset.keep, JSON.stringify({ values, ...mark }));
        } catch {
            // A tab that keeps nothing still saves.
        }
    }

    function forget(form) {
        stop(form);
        sessionStorage.removeItem(STORE + form.dataset.keep);
        delete form.dataset.touched;
        delete form.dataset.unkept;
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

    function put(field, values) {
        if (!values) return;
        if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
        else if (values.length) field.value = values.shift();
    }

    function bringBack(form) {
        const stored = kept(STORE + form.dataset.keep);
        if (!stored || stored.isKept) return;
        for (const field of fields(form)) {
            const before = field.value;
            put(field, stored.values[field.name]);
            const fold = field.closest("details");
            if (fold && field.value !== before) fold.open = true;
        }
        change(form);
        const notice = form.parentElement.querySelector("[data-brought-back]");
        const other = form.parentElement.querySelector("[data-typed]");
        if (notice) notice.hidden = false;
        if (other) other.hidden = true;
    }

    // What is kept on the server: one request at a time for a form, the last words in the end.

    const works = new WeakMap();

    function workOf(form) {
        if (!works.has(form)) works.set(form, { tries: 0 });
        return works.get(form);
    }

    function change(form) {
        form.dataset.touched = "yes";
        form.dataset.unkept = "yes";
        keep(form);
        plan(form, PAUSE);
    }

    function plan(form, pause) {
        const work = workOf(form);
        clearTimeout(work.timer);
        if (form.dataset.keptAt) work.timer = setTimeout(() => send(form), pause);
    }

    function stop(form) {
        const work = workOf(form);
        clearTimeout(work.timer);
        work.isOver = true;
        work.request?.abort();
    }

    function bodyOf(form) {
        const body = new URLSearchParams();
        for (const [name, value] of new FormData(form)) {
            if (typeof value === "string") body.append(name, value);
        }
        return body;
    }

    async function send(form) {
        const work = workOf(form);
        if (!form.isConnected || work.isOver) return;
        if (work.request) {
            work.isWaiting = true;
            return;
        }
        const body = bodyOf(form);
        work.request = new AbortController();
        let line = form.dataset.unsaved;
        let isKept = false;
        let isFinal = false;
        try {
            const answer = await fetch(form.dataset.keptAt, {
                method: "POST", body, credentials: "same-origin", signal: work.request.signal,
            });
            const isLine = answer.headers.get("Content-Type")?.startsWith("text/plain");
            if (isLine) line = await answer.text();
            isKept = answer.ok && isLine;
            isFinal = answer.status >= 400 && answer.status < 500;
        } catch {
            // No connection, or the form was sent meanwhile.
        }
        work.request = null;
        if (work.isOver) return;
        tell(form, line);
        const isLast = isKept && String(body) === String(bodyOf(form));
        if (isKept) work.tries = 0;
        if (isLast) {
            delete form.dataset.unkept;
            keep(form, { isKept: true });
        } else if (isKept || work.isWaiting) {
            plan(form, PAUSE);
        } else if (!isFinal) {
            plan(form, RETRIES[Math.min(work.tries++, RETRIES.length - 1)]);
        }
        work.isWaiting = false;
    }

    function tell(form, words) {
        let line = form.querySelector("[data-kept-state]");
        if (!line) {
            line = document.createElement("p");
            line.className = "kept-state soft";
            line.dataset.keptState = "";
            line.setAttribute("aria-live", "polite");
            form.append(line);
        }
        line.textContent = words;
    }

    function giveUp(form) {
        const body = new URLSearchParams();
        for (const name of ["csrfmiddlewaretoken", "keep"]) {
            body.append(name, form.elements[name]?.value ?? "");
        }
        if (form.dataset.forgottenAt) {
            fetch(form.dataset.forgottenAt, {
                method: "POST", body, credentials: "same-origin", keepalive: true,
                redirect: "manual",
            }).catch(() => {});
        }
    }

    addEventListener("online", () => {
        for (const form of document.querySelectorAll(`${FORMS}[data-unkept]`)) plan(form, 0);
    });

    // Each form, when its page or its part of the page has come.

    function begin(form) {
        forgetOthers(form);
        if (form.dataset.returned) {
            form.dataset.touched = "yes";
            keep(form);
        } else {
            if (form.parentElement.querySelector("[data-typed]")) form.dataset.touched = "yes";
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
            if (name === "change" && event.target.name === "place") move(form);
            if (name === "input" && event.target.matches("textarea")) count(event.target);
            change(form);
        });
    }

    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (form.matches("[action$='/logout/']")) {
            for (const key of keys()) sessionStorage.removeItem(key);
            isLeaving = true;
        }
        if (form.matches("[data-afresh]")) {
            const about = form.closest("[data-typed]").parentElement.querySelector(FORMS);
            if (about) forget(about);
        }
        if (!form.matches(FORMS)) return;
        stop(form);
        keep(form, { isSent: true });
        delete form.dataset.touched;
        delete form.dataset.unkept;
    });

    addEventListener("beforeunload", (event) => {
        if (!isLeaving && document.querySelector(`${FORMS}[data-unkept]`)) event.preventDefault();
    });

    addEventListener("pageshow", (event) => {
        isLeaving = false;
        if (!event.persisted) return;
        for (const form of document.querySelectorAll(FORMS)) workOf(form).isOver = false;
    });

    // Below the words.

    const isBelow = (event) => event.detail.target?.matches(".unit-say");

    function close(place) {
        place.replaceChildren();
        place.opener?.focus();
    }

    document.addEventListener("htmx:beforeRequest", (event) => {
        if (!isBelow(event) || !event.detail.elt.matches("a")) return;
        const place = event.detail.target;
        const form = place.querySelector(FORMS);
        const isAnother = place.opener !== event.detail.elt;
        if (!form || (isAnother && !isTouched(form))) {
            place.opener = event.detail.elt;
            return;
        }
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
        if (isTouched(form)) giveUp(form);
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
