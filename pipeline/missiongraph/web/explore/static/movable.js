// Pictures to move: the background by dragging, nearer and farther by button, pinch or Ctrl and wheel, people by dragging (d3-force).
for (const svg of document.querySelectorAll("svg[data-movable]")) {
  const view = svg.querySelector(".view"), box = svg.viewBox.baseVal, signs = svg.querySelectorAll(".sign");
  let k = 1, x = 0, y = 0;
  const draw = () => {
    view.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    signs.forEach(sign => sign.setAttribute("transform", `scale(${1 / Math.sqrt(k) ** 1.4})`));
  };
  const at = event => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const zoom = (factor, point) => {
    const next = Math.min(12, Math.max(0.5, k * factor));
    x = point.x - (point.x - x) * next / k;
    y = point.y - (point.y - y) * next / k;
    k = next;
    draw();
  };
  const graph = svg.classList.contains("network") ? people(svg) : null;
  const fit = () => {
    k = 1; x = y = 0;
    if (graph) {
      const { x: left, y: top, width, height } = graph.extent();
      k = Math.min(1.5, box.width / (width + 110), box.height / (height + 60));
      x = -k * (left + width / 2);
      y = -k * (top + height / 2);
    }
    draw();
  };
  fit();
  const pointers = new Map();
  let held = null, moved = false;

  svg.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls on
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 500), at(event));
  }, { passive: false });
  svg.addEventListener("dragstart", event => event.preventDefault());
  svg.addEventListener("pointerdown", event => {
    pointers.set(event.pointerId, at(event));
    moved = false;
    held = graph?.node(event.target);
    svg.classList.add("moving");
  });
  addEventListener("pointermove", event => {
    if (!pointers.has(event.pointerId)) return;
    const before = pointers.get(event.pointerId), now = at(event), others = [...pointers].filter(([id]) => id !== event.pointerId);
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) * svg.getScreenCTM().a < 4) return;
    moved = true;
    pointers.set(event.pointerId, now);
    if (others.length) {
      const [, other] = others[0];
      zoom(Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)), other);
    } else if (held) graph.drag(held, (now.x - x) / k, (now.y - y) / k);
    else { x += now.x - before.x; y += now.y - before.y; draw(); }
  });
  const release = event => {
    pointers.delete(event.pointerId);
    if (held) graph.drop(held);
    held = null;
    svg.classList.remove("moving");
  };
  addEventListener("pointerup", release);
  addEventListener("pointercancel", release);
  // What was dragged was not meant to be followed.
  svg.addEventListener("click", event => { if (moved) event.preventDefault(); moved = false; }, true);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const ways = { "+": ["Come closer", () => zoom(1.4, middle)], "−": ["Go farther", () => zoom(1 / 1.4, middle)], "⤢": ["Show all", fit] };
  const bar = document.createElement("div");
  bar.className = "zoom";
  bar.append(...Object.entries(ways).map(([sign, [title, go]]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title, ariaLabel: title });
    button.addEventListener("click", go);
    return button;
  }));
  svg.after(bar);
}

function people(svg) {
  const anchors = [...svg.querySelectorAll(".person")], lines = [...svg.querySelectorAll("line")];
  const nodes = anchors.map(anchor => {
    const { e, f } = anchor.transform.baseVal.consolidate().matrix;
    return { anchor, x: e, y: f, lines: [], near: new Set() };
  });
  const links = lines.map(line => {
    const [source, target] = line.dataset.ends.split(" ").map(Number);
    nodes[source].lines.push(line); nodes[target].lines.push(line);
    nodes[source].near.add(target); nodes[target].near.add(source);
    return { line, source, target };
  });
  const draw = () => {
    nodes.forEach(node => node.anchor.setAttribute("transform", `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)})`));
    links.forEach(({ line, source, target }) => {
      line.setAttribute("x1", source.x); line.setAttribute("y1", source.y);
      line.setAttribute("x2", target.x); line.setAttribute("y2", target.y);
    });
  };
  const many = nodes.length > 40;
  const force = d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).distance(many ? 62 : 130))
    .force("charge", d3.forceManyBody().strength(many ? -90 : -420).distanceMax(300))
    .force("x", d3.forceX().strength(many ? 0.03 : 0.05)).force("y", d3.forceY().strength(many ? 0.09 : 0.1))
    .force("collide", d3.forceCollide(many ? 37 : 58))
    .on("tick", draw).stop();
  force.tick(250);
  draw();
  anchors.forEach((anchor, i) => {
    const light = on => {
      nodes.forEach((node, j) => node.anchor.classList.toggle("far", on && j !== i && !nodes[i].near.has(j)));
      lines.forEach(line => line.classList.toggle("near", on && nodes[i].lines.includes(line)));
    };
    for (const [type, on] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]])
      anchor.addEventListener(type, () => light(on));
  });
  return {
    extent: () => {
      const xs = nodes.map(node => node.x), ys = nodes.map(node => node.y), x = Math.min(...xs), y = Math.min(...ys);
      return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
    },
    node: target => nodes.find(node => node.anchor.contains(target)),
    drag: (node, x, y) => { node.fx = x; node.fy = y; force.alphaTarget(0.25).restart(); },
    drop: node => { node.fx = node.fy = null; force.alphaTarget(0); },
  };
}
