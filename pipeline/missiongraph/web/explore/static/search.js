// Suggestions under the search field: a combobox as WAI-ARIA describes it. Without this script the form just searches.
const field = document.querySelector("#q"), list = document.querySelector("#suggestions"), said = document.querySelector("#suggested");
let found = [], chosen = -1, asked = 0;

const close = () => { list.hidden = true; chosen = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };

function part(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function choose(number) {
  chosen = number;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === chosen));
  if (chosen < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", list.children[chosen].id);
}

function show() {
  list.replaceChildren(...found.map((thing, i) => {
    const item = document.createElement("li");
    item.id = `suggestion-${i}`;
    item.setAttribute("role", "option");
    const name = part("span", "name", thing.name);
    if (thing.found && thing.found !== thing.name) name.append(" ", part("span", "also", `also ${thing.found}`));
    item.append(name, part("span", "kind", thing.kind));
    item.addEventListener("mousedown", event => { event.preventDefault(); location.href = thing.path; });
    return item;
  }));
  choose(-1);
  list.hidden = !found.length;
  field.setAttribute("aria-expanded", String(found.length > 0));
  said.textContent = found.length ? `${found.length} suggestions, use the arrow keys` : "no suggestions";
}

field.addEventListener("input", async () => {
  const mine = ++asked, typed = field.value.trim();
  if (typed.length < 2) return close();
  await new Promise(done => setTimeout(done, 120));
  if (mine !== asked) return;
  const answer = await fetch(`/search.json?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (mine !== asked || !answer?.ok) return;
  found = await answer.json();
  show();
});

field.addEventListener("keydown", event => {
  if (list.hidden) return;
  if (event.key === "Escape") { event.preventDefault(); close(); } // else it would empty the field as well
  const size = found.length;
  if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % size); }
  if (event.key === "ArrowUp") { event.preventDefault(); choose((chosen + size) % (size + 1) - (chosen < 0 ? 1 : 0)); }
  if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = found[chosen].path; }
});
field.addEventListener("blur", close);
