// A passage of the words: whoever marks one beside a way to comment speaks of that passage.
"use strict";

(() => {
    const WORDS = ".unit-words";
    // What stands among the words on the page, and is not of them.
    const BESIDE = ".heading-label, .para-number, sup";
    let taken = null;

    // The text nodes that hold the words as stored; the blank after a number is none of them.
    function nodesOf(words) {
        const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!node.parentElement.closest(BESIDE)) nodes.push(node);
        }
        return nodes;
    }

    const skipOf = (words) => (words.querySelector(".heading-label, .para-number") ? 1 : 0);
    const points = (text) => [...text].length;

    // The words up to a place in the page.
    function before(words, node, offset) {
        const range = document.createRange();
        range.setStart(words, 0);
        range.setEnd(node, offset);
        let text = "";
        for (const each of nodesOf(words)) {
            if (!range.intersectsNode(each)) break;
            text += each === range.endContainer ? each.data.slice(0, range.endOffset) : each.data;
        }
        return text.slice(skipOf(words));
    }

    function marked() {
        const selection = getSelection();
        if (!selection.rangeCount || selection.isCollapsed) return null;
        const range = selection.getRangeAt(0);
        const from = range.startContainer;
        const words = (from.nodeType === Node.TEXT_NODE ? from.parentElement : from)
            .closest?.(WORDS);
        const unit = words?.closest("[data-unit]");
        if (!unit?.querySelector("[data-comment]")) return null;
        // A click three times over takes all the words, and ends where the next thing begins.
        const inside = words.contains(range.endContainer);
        if (!inside && String(selection).trim() !== String(range).trim()) return null;
        const limit = document.createRange();
        limit.selectNodeContents(words);
        if (!inside && limit.comparePoint(range.endContainer, range.endOffset) > 0
            && range.endOffset !== 0) return null;
        const end = inside ? [range.endContainer, range.endOffset]
            : [words, words.childNodes.length];
        const head = before(words, range.startContainer, range.startOffset);
        const text = before(words, ...end).slice(head.length);
        // Places are counted in code points; JavaScript counts UTF-16.
        const start = points(head);
        return text.trim() ? { unit, range, text, start, end: start + points(text) } : null;
    }

    // The small way in beside what is marked.

    const button = document.createElement("button");
    button.type = "button";
    button.className = "passage-button btn btn-sm btn-primary";
    button.hidden = true;
    document.body.append(button);

    function show() {
        const passage = marked();
        button.hidden = !passage;
        if (!passage) return;
        const link = passage.unit.querySelector("[data-comment]");
        button.textContent = link.closest("[data-on-passage]").dataset.onPassage;
        const box = passage.range.getBoundingClientRect();
        const left = Math.min(box.left + scrollX, scrollX + innerWidth - button.offsetWidth - 8);
        button.style.setProperty("top", `${box.bottom + scrollY + 4}px`);
        button.style.setProperty("left", `${Math.max(8, left)}px`);
    }

    document.addEventListener("selectionchange", show);

    // Pressing down unmarks the words, so what was marked is taken before.
    document.addEventListener("pointerdown", (event) => {
        const way = event.target.closest("[data-comment]");
        taken = way || event.target === button ? marked() : null;
        if (event.target === button) event.preventDefault();
    }, true);

    button.addEventListener("click", () => {
        taken ??= marked();
        button.hidden = true;
        taken?.unit.querySelector("[data-comment]").click();
    });

    // A form that is open already takes the passage in.
    document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-comment]");
        const unit = link?.closest("[data-unit]");
        const form = unit?.querySelector(".unit-say form[data-keep]");
        const passage = taken ?? marked();
        if (!form || passage?.unit !== unit) return;
        event.preventDefault();
        event.stopPropagation();
        taken = null;
        form.elements.passage_start.value = passage.start;
        form.elements.passage_end.value = passage.end;
        const place = form.querySelector("[name=place][value=on]");
        if (place) place.checked = true;
        const box = form.elements.passage_words;
        box.value = passage.text;
        box.closest("details").open = true;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        form.elements.text.focus();
    }, true);

    document.addEventListener("htmx:configRequest", (event) => {
        const link = event.detail.elt;
        if (!link.matches("[data-comment]")) return;
        const passage = taken ?? marked();
        taken = null;
        if (!passage || passage.unit !== link.closest("[data-unit]")) return;
        event.detail.parameters.start = passage.start;
        event.detail.parameters.end = passage.end;
    });
})();
