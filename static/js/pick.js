// A long list to choose from: a box above it shows only the names in which something stands.
"use strict";

(() => {
    const bare = (words) =>
        words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();

    for (const list of document.querySelectorAll("[data-pick]")) {
        const box = document.createElement("input");
        box.type = "search";
        box.className = "form-control";
        box.setAttribute("aria-label", list.dataset.pick);
        box.placeholder = list.dataset.pick;
        list.querySelector(".pick-list").before(box);
        box.addEventListener("input", () => {
            const sought = bare(box.value);
            for (const row of list.querySelectorAll(".form-check")) {
                row.hidden = !bare(row.textContent).includes(sought);
            }
        });
        // Enter would submit, officially.
        box.addEventListener("keydown", (event) => {
            if (event.key === "Enter") event.preventDefault();
        });
    }
})();
