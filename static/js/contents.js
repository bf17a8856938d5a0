// Marks, in the contents, the section that is in view.
"use strict";

(() => {
    const links = new Map();
    for (const link of document.querySelectorAll(".contents-list a[href^='#']")) {
        links.set(link.hash.slice(1), link);
    }
    const inView = new Set();
    const parts = [...document.querySelectorAll("[data-section]")];

    function mark() {
        const part = parts.find((candidate) => inView.has(candidate));
        for (const link of links.values()) link.removeAttribute("aria-current");
        const link = part && links.get(part.dataset.section);
        if (!link) return;
        link.setAttribute("aria-current", "location");
        const nav = link.closest(".page-contents");
        const box = link.getBoundingClientRect();
        const frame = nav.getBoundingClientRect();
        if (box.top < frame.top || box.bottom > frame.bottom) {
            nav.scrollTop += box.top - frame.top - frame.height / 3;
        }
    }

    const observer = new IntersectionObserver((entries) => {
        for (const entry of entries) {
            if (entry.isIntersecting) inView.add(entry.target);
            else inView.delete(entry.target);
        }
        mark();
    }, { rootMargin: "0px 0px -60% 0px" });
    parts.forEach((part) => observer.observe(part));
})();
