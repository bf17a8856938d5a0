// Says every minute that its person is at this page, and shows who else is, and what came meanwhile.
// A page that is out of sight, or left alone, says nothing: its person is not there.
"use strict";

(() => {
    const EVERY = 60_000;
    const LEFT_ALONE = 10 * EVERY;
    const place = document.querySelector("[data-here]");
    let lastMove = Date.now();

    async function say() {
        const isThere = document.visibilityState === "visible" && Date.now() - lastMove < LEFT_ALONE;
        if (!isThere) return;
        const form = new FormData(document.querySelector("form[data-reword]"));
        const body = new URLSearchParams();
        for (const name of ["csrfmiddlewaretoken", "based_on", "seen"]) {
            body.set(name, form.get(name) ?? "");
        }
        try {
            const answer = await fetch(place.dataset.here, { method: "POST", body });
            if (!answer.ok || answer.redirected) return;
            const words = (await answer.text()).trim();
            if (words !== place.dataset.said) place.innerHTML = words;
            place.dataset.said = words;
        } catch {
            // Without a line nobody is told anything; the next minute tries again.
        }
    }

    for (const move of ["input", "keydown", "pointerdown"]) {
        document.addEventListener(move, () => { lastMove = Date.now(); }, { passive: true });
    }
    say();
    setInterval(say, EVERY);
})();
