// The SPARQL page: colours under the text field, the answer as a table, downloads. Without it the form asks /sparql itself.
const form = document.querySelector("#ask"), query = document.querySelector("#query"), state = document.querySelector("#state");
const result = document.querySelector("#result"), downloads = document.querySelector(".download"), editor = document.querySelector(".editor");
const BASE = "https://w3id.org/missiongraph/id/", MOST = 1000;

function colour() {
  const code = editor.querySelector("code");
  code.innerHTML = Prism.highlight(query.value, Prism.languages.sparql, "sparql") + "\n"; // Prism escapes the text
  editor.querySelector("pre").scrollTop = query.scrollTop;
}
query.addEventListener("input", colour);
query.addEventListener("scroll", colour);
editor.classList.add("coloured");
colour();

const make = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text }, attributes);

function term(value) {
  if (value.type !== "uri") return document.createTextNode(value.value);
  if (!value.value.startsWith(BASE)) return make("span", value.value);
  return make("a", value.value.slice(BASE.length), { href: "/" + value.value.slice(BASE.length) });
}

function table({ head, results }) {
  const made = make("table", "", { className: "plain" }), header = make("tr", ""), body = make("tbody", "");
  header.append(...head.vars.map(name => make("th", name, { scope: "col" })));
  for (const row of results.bindings.slice(0, MOST)) {
    const line = make("tr", "");
    line.append(...head.vars.map(name => { const cell = make("td", ""); if (row[name]) cell.append(term(row[name])); return cell; }));
    body.append(line);
  }
  const top = make("thead", "");
  top.append(header);
  made.append(top, body);
  return made;
}

const send = accept => fetch(form.action, { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query.value });

async function fail(answer) {
  const text = await answer.text();
  try { const { title, detail } = JSON.parse(text); return [title, detail].filter(Boolean).join("\n"); } catch { return text; }
}

function say(text, failed = false) {
  state.textContent = text;
  state.classList.toggle("failed", failed);
}

async function run(event) {
  event?.preventDefault();
  say("Asking …");
  const began = performance.now(), answer = await send("application/sparql-results+json, text/turtle;q=0.9").catch(() => null);
  result.hidden = downloads.hidden = true;
  if (!answer) return say("The server did not answer.", true);
  if (!answer.ok) return say(await fail(answer), true);
  const graph = answer.headers.get("Content-Type").startsWith("text/turtle"), body = await (graph ? answer.text() : answer.json());
  const took = `${Math.round(performance.now() - began)} ms`;
  if (graph) { result.replaceChildren(make("pre", body)); say(`A graph, ${took}`); }
  else if ("boolean" in body) { result.replaceChildren(make("p", body.boolean ? "Yes" : "No")); say(took); }
  else {
    const size = body.results.bindings.length;
    result.replaceChildren(table(body));
    say(`${size} ${size === 1 ? "row" : "rows"}, ${took}${size > MOST ? `; the first ${MOST} are shown, downloads have all` : ""}`);
  }
  for (const button of downloads.children) button.hidden = (button.dataset.type === "text/turtle") !== graph;
  result.hidden = downloads.hidden = false;
}
form.addEventListener("submit", run);
query.addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(event); });

downloads.addEventListener("click", async ({ target }) => {
  if (!target.dataset.type) return;
  const answer = await send(target.dataset.type);
  if (!answer.ok) return say(await fail(answer), true);
  const address = URL.createObjectURL(await answer.blob());
  make("a", "", { href: address, download: `answer.${target.dataset.suffix}` }).click();
  URL.revokeObjectURL(address);
});
