// A sentence of the text and its facts find each other; without this script the links from the facts still do.
const mark = (...chosen) => {
  document.querySelectorAll(".chosen").forEach(old => old.classList.remove("chosen"));
  chosen.forEach(element => element?.classList.add("chosen"));
};

function show(sentence) {
  const facts = document.getElementById(sentence.dataset.facts);
  mark(...document.querySelectorAll(`[data-facts="${CSS.escape(sentence.dataset.facts)}"]`), facts);
  return facts;
}

for (const sentence of document.querySelectorAll(".says")) {
  sentence.addEventListener("click", event => {
    if (!event.target.closest("a")) show(sentence)?.scrollIntoView({ block: "nearest" });
  });
}

// The part of a sentence after a line break belongs to it too: so not :target alone.
const arrive = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const sentence = target?.closest(".says") ?? document.querySelector(`[data-facts="${CSS.escape(target?.id ?? "")}"]`);
  if (sentence) show(sentence);
};
addEventListener("hashchange", arrive);
arrive();
