// The stage of the map: two sheets of canvas, ties below and people above, a camera, and what the pointer and the keys do to it.
// While the view moves only the likeliest ties are drawn; the rest follows in small portions once it stands still.

const MOST_WHILE_MOVING = 900;
const PORTION = 250;
const PORTION_MS = 12;

class Stage {
  constructor(map, view, listeners) {
    this.map = map;
    this.view = view;
    this.listeners = listeners;
    this.camera = { x: 0, y: 0, zoom: 1 };
    this.under = make('canvas', { 'aria-hidden': 'true' });
    this.over = make('canvas', {
      tabindex: 0, role: 'application', 'aria-label': 'Map of your network', 'aria-describedby': 'map-keys',
    });
    this.element = make('div', { class: 'stage' }, this.under, this.over);
    this.places = new Float32Array(map.marks.length * 2);
    this.radii = new Float32Array(map.marks.length);
    this.redraws = 0;
    this.colors = readColors();
    const reach = (of) => Math.max(0.01, ...map.marks.map((mark) => Math.abs(of(mark))));
    this.reach = { x: reach((mark) => mark.x), y: reach((mark) => mark.y) };
    this.byOdds = map.ties.filter((tie) => tie.from !== 0);
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.element);
  }

  resize() {
    const { width, height } = this.element.getBoundingClientRect();
    if (width === 0) return;
    this.width = width;
    this.height = height;
    const scale = window.devicePixelRatio || 1;
    for (const canvas of [this.under, this.over]) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.getContext('2d').setTransform(scale, 0, 0, scale, 0, 0);
    }
    this.redraw();
  }

  recolor() {
    this.colors = readColors();
    this.redraw();
  }

  /** Draws at the next frame; `moving` for a quick picture that is completed when the view stands still. */
  redraw(moving = false) {
    this.moving = moving;
    clearTimeout(this.settling);
    if (moving) this.settling = setTimeout(() => this.redraw(), 140);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.width) this.paint();
    });
  }

  paint() {
    this.redraws += 1;
    this.place();
    this.paintUnder();
    this.paintOver();
  }

  place() {
    const { camera, map, view } = this;
    const [across, down] = this.scale();
    const size = Math.min(1, Math.max(0.32, Math.sqrt(70 / view.shown))) * Math.min(2, camera.zoom ** 0.4);
    map.marks.forEach((mark, index) => {
      this.places[index * 2] = this.width / 2 + (mark.x - camera.x) * across;
      this.places[index * 2 + 1] = this.height / 2 + (mark.y - camera.y) * down;
      const strength = mark.strengths[view.month];
      this.radii[index] = Math.max(view.shown > 1500 ? 1.7 : 2.2, size * (index === 0 ? 10 : strength === null ? 4 : 4.5 + 8.5 * Math.sqrt(strength)));
    });
  }

  /** Pixels for one unit of place: the furthest people stand near the rim. */
  scale() {
    const { width, height, reach, camera } = this;
    return [(width / 2 - 46) / reach.x * camera.zoom, (height / 2 - 34) / reach.y * camera.zoom];
  }

  at(index) {
    return [this.places[index * 2], this.places[index * 2 + 1]];
  }

  /** Whether a line between two places may cross the map. */
  crosses([x, y], [u, v]) {
    return !((x < 0 && u < 0) || (y < 0 && v < 0) || (x > this.width && u > this.width) || (y > this.height && v > this.height));
  }

  paintUnder() {
    const { view, colors } = this;
    const context = this.under.getContext('2d');
    context.clearRect(0, 0, this.width, this.height);
    this.communityNames = [];
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const quiet = view.isLit ? 0.16 : 1;
    this.paintHulls(context);
    const ties = view.ownTies ? [...this.ownTies(), ...this.othersTies()] : this.othersTies();
    const list = this.moving ? ties.slice(0, MOST_WHILE_MOVING) : ties;
    let next = 0;
    const portion = () => {
      if (turn !== this.turn) return;
      const start = performance.now();
      while (next < list.length && performance.now() - start < PORTION_MS) {
        this.paintTies(context, list.slice(next, next + PORTION), colors, quiet);
        next += PORTION;
      }
      if (next < list.length) requestAnimationFrame(portion);
      else this.settledAt = performance.now();
    };
    portion();
  }

  ownTies() {
    const { view, map } = this;
    const kept = map.marks[0].ties.filter((tie) => view.shows[tie.to] && map.marks[tie.to].states[view.month] > INDIRECT);
    // A line to everybody says nothing once there are hundreds of them: the strongest are enough then.
    return kept.sort((a, b) => (b.odds[view.month] ?? 0) - (a.odds[view.month] ?? 0)).slice(0, 400);
  }

  othersTies() {
    const { view, places } = this;
    if (this.orderedFor !== view.month) {
      this.byOdds.sort((a, b) => (b.odds[view.month] ?? -1) - (a.odds[view.month] ?? -1));
      this.orderedFor = view.month;
    }
    return this.byOdds.filter((tie) => view.shows[tie.from] && view.shows[tie.to] && tie.odds[view.month] !== null
      && this.crosses([places[tie.from * 2], places[tie.from * 2 + 1]], [places[tie.to * 2], places[tie.to * 2 + 1]]));
  }

  /** Strokes ties, one path for each look. */
  paintTies(context, ties, colors, alpha) {
    const { view, map } = this;
    const looks = new Map();
    for (const tie of ties) {
      const odds = tie.odds[view.month] ?? 0;
      const own = tie.from === 0;
      const kind = own ? map.marks[tie.to].states[view.month] : odds < 0.5 ? DORMANT : WEAK;
      const width = own ? 0.8 + 3.2 * (map.marks[tie.to].strengths[view.month] ?? 0) : 0.7 + 1.6 * odds;
      const key = `${own} ${kind} ${Math.round(width * 2)}`;
      if (!looks.has(key)) looks.set(key, { own, kind, width, ties: [] });
      looks.get(key).ties.push(tie);
    }
    const crowd = Math.min(1, Math.max(0.22, Math.sqrt(500 / Math.max(1, view.tiesShown))));
    for (const look of looks.values()) {
      context.beginPath();
      for (const tie of look.ties) {
        context.moveTo(this.places[tie.from * 2], this.places[tie.from * 2 + 1]);
        context.lineTo(this.places[tie.to * 2], this.places[tie.to * 2 + 1]);
      }
      context.setLineDash(this.moving || view.tiesShown > 4000 ? [] : DASHES[look.kind] ?? []);
      context.strokeStyle = look.own ? colors.axis : colors.tie;
      context.globalAlpha = alpha * crowd * (!look.own ? 0.95 : look.kind >= WEAK ? 0.5 : 0.28);
      context.lineWidth = view.tiesShown > 4000 ? Math.min(1, look.width) : look.width;
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  paintHulls(context) {
    const { view, map, colors, camera } = this;
    if (camera.zoom > 6) return;
    const groups = new Map();
    map.marks.forEach((mark, index) => {
      if (!view.shows[index] || mark.community === null) return;
      if (!groups.has(mark.community)) groups.set(mark.community, []);
      groups.get(mark.community).push(this.at(index));
    });
    const largest = [...groups].filter(([community, points]) => community < SLOTS && points.length >= 4)
      .sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).slice(0, 6);
    for (const [community, points] of largest) {
      // What spreads over half of the map would only tint it.
      const spread = [0, 1].map((axis) => middleSpread(points.map((point) => point[axis])));
      if (spread[0] * spread[1] > 0.3 * this.width * this.height * camera.zoom ** 2) continue;
      const top = drawHull(context, points, communityColor(colors, community), view.isLit ? 0.05 : 0.12);
      if (top) this.communityNames.push({ community, x: top[0], y: top[1] });
    }
  }

  paintOver() {
    const { view, map, colors } = this;
    const context = this.over.getContext('2d');
    context.clearRect(0, 0, this.width, this.height);
    const placer = new Placer(this.width, this.height);
    const [quiet, lit] = [new Map(), new Map()];
    const candidates = [];
    map.marks.forEach((mark, index) => {
      if (index === 0 || !view.shows[index]) return;
      const [x, y] = this.at(index);
      const radius = this.radii[index];
      if (x < -radius || y < -radius || x > this.width + radius || y > this.height + radius) return;
      const kind = mark.states[view.month];
      const isLit = view.isLit && view.lit.has(index);
      const groups = isLit ? lit : quiet;
      const key = `${kind} ${mark.community !== null && mark.community < SLOTS ? mark.community : ''}`;
      if (!groups.has(key)) groups.set(key, { kind, community: mark.community, marks: [] });
      groups.get(key).marks.push([x, y, radius]);
      if (!view.isLit || isLit) candidates.push({ mark, x, y, radius, bold: view.bold.has(index), rank: view.bold.has(index) ? 9 : mark.strengths[view.month] ?? -1 + kind / 10 });
    });
    context.globalAlpha = view.isLit ? 0.25 : 1;
    drawMarks(context, quiet, colors);
    context.globalAlpha = 1;
    this.paintLitTies(context);
    drawMarks(context, lit, colors);
    this.paintOwner(context);
    for (const index of view.bold) this.ring(context, index);
    if (this.moving && view.shown > 1500) return;
    const [x, y] = this.at(0);
    candidates.push({ mark: { name: 'You', label: 'You' }, x, y, radius: this.radii[0] + 2, bold: true, rank: 10 });
    candidates.sort((a, b) => b.rank - a.rank);
    const near = candidates.filter(({ rank }) => rank >= 9);
    drawLabels(context, placer, near, colors);
    this.paintCommunityNames(context, placer);
    const others = candidates.filter(({ rank }) => rank < 9).slice(0, Math.round(this.width * this.height / 5500));
    const bold = Math.min(12, Math.round(this.width / 80));
    // The strongest are named even where their names cover a mark; the others only beside the marks.
    drawLabels(context, placer, others.slice(0, bold), colors);
    candidates.forEach(({ x: left, y: top, radius }) => placer.take(left - radius, top - radius, left + radius, top + radius));
    drawLabels(context, placer, others.slice(bold), colors);
  }

  paintCommunityNames(context, placer) {
    if (this.view.isLit) return;
    context.font = `600 13px ${LABEL_FONT}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    for (const { community, x, y } of this.communityNames) {
      const name = shortened(this.map.communities[community][0], 34);
      const width = context.measureText(name).width;
      const left = Math.min(Math.max(8, x - width / 2), this.width - width - 8);
      const middle = Math.min(Math.max(14, y), this.height - 14);
      if (placer.take(left - 3, middle - 10, left + width + 3, middle + 10)) {
        writeText(context, name, left, middle, communityColor(this.colors, community), this.colors.ground);
      }
    }
  }

  /** The ways that are lit, the chosen one in full; or the ties of whoever is in focus. */
  paintLitTies(context) {
    const { view, colors } = this;
    for (const { from, to, width, alpha, dash } of view.litTies) {
      context.beginPath();
      context.moveTo(...this.at(from));
      context.lineTo(...this.at(to));
      context.globalAlpha = alpha;
      context.strokeStyle = colors.ink;
      context.lineWidth = width;
      context.setLineDash(dash ?? []);
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.font = `600 12px ${LABEL_FONT}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const { from, to, text } of view.litTies) {
      if (!text) continue;
      const [[x, y], [u, v]] = [this.at(from), this.at(to)];
      writeText(context, text, (x + u) / 2, (y + v) / 2, colors.ink, colors.ground);
    }
  }

  paintOwner(context) {
    const [x, y] = this.at(0);
    context.beginPath();
    context.arc(x, y, this.radii[0], 0, TAU);
    context.fillStyle = this.colors.ink;
    context.strokeStyle = this.colors.ground;
    context.lineWidth = 2;
    context.fill();
    context.stroke();
  }

  ring(context, index) {
    const [x, y] = this.at(index);
    context.beginPath();
    context.arc(x, y, this.radii[index] + 5, 0, TAU);
    context.strokeStyle = this.colors.ink;
    context.lineWidth = 2;
    context.stroke();
  }

  /** The mark under a point, the nearest of several. */
  markAt(x, y) {
    let nearest = null, least = Infinity;
    this.map.marks.forEach((_, index) => {
      if (!this.view.shows[index] && index !== 0) return;
      const [u, v] = this.at(index);
      const distance = Math.hypot(x - u, y - v) - this.radii[index];
      if (distance < 6 && distance < least) [nearest, least] = [index, distance];
    });
    return nearest;
  }

  /** The tie under a point. */
  tieAt(x, y) {
    let nearest = null, least = 6;
    for (const tie of this.view.ownTies ? [...this.ownTies(), ...this.othersTies()] : this.othersTies()) {
      const [[a, b], [c, d]] = [this.at(tie.from), this.at(tie.to)];
      const length = (c - a) ** 2 + (d - b) ** 2;
      const along = Math.min(1, Math.max(0, ((x - a) * (c - a) + (y - b) * (d - b)) / (length || 1)));
      const distance = Math.hypot(x - a - along * (c - a), y - b - along * (d - b));
      if (distance < least) [nearest, least] = [tie, distance];
    }
    return nearest;
  }

  /** Zooms about a point of the screen, the middle by default. */
  zoomBy(factor, x = this.width / 2, y = this.height / 2) {
    const { camera } = this;
    const zoom = Math.min(40, Math.max(0.6, camera.zoom * factor));
    const [across, down] = this.scale();
    const shift = 1 - camera.zoom / zoom;
    camera.x += (x - this.width / 2) / across * shift;
    camera.y += (y - this.height / 2) / down * shift;
    camera.zoom = zoom;
    this.redraw(true);
  }

  panBy(x, y) {
    const [across, down] = this.scale();
    this.camera.x -= x / across;
    this.camera.y -= y / down;
    this.redraw(true);
  }

  fit() {
    this.camera = { x: 0, y: 0, zoom: 1 };
    this.redraw();
  }

  /** Brings somebody into the middle when they are out of sight. */
  reveal(index) {
    this.place();
    const [x, y] = this.at(index);
    if (x > 40 && y > 40 && x < this.width - 40 && y < this.height - 40) return;
    Object.assign(this.camera, { x: this.map.marks[index].x, y: this.map.marks[index].y });
  }

  listen() {
    const { over, listeners } = this;
    const pointers = new Map();
    let moved = 0, spread = 0;
    const point = (event) => {
      const box = over.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const distance = () => {
      const [a, b] = [...pointers.values()];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    };
    over.addEventListener('pointerdown', (event) => {
      over.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, point(event));
      moved = pointers.size > 1 ? 99 : 0;
      if (pointers.size === 2) spread = distance();
    });
    over.addEventListener('pointermove', (event) => {
      const [x, y] = point(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        const mark = this.markAt(x, y);
        over.classList.toggle('over-mark', mark !== null);
        listeners.hover(mark);
        return;
      }
      pointers.set(event.pointerId, [x, y]);
      if (pointers.size === 2) {
        const [a, b] = [...pointers.values()];
        const now = distance();
        this.zoomBy(now / (spread || now), (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        spread = now;
      }
      moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
      if (moved > 4) this.panBy((x - before[0]) / pointers.size, (y - before[1]) / pointers.size);
    });
    const lift = (event) => {
      if (!pointers.delete(event.pointerId) || event.type === 'pointercancel' || moved > 4) return;
      const [x, y] = point(event);
      const mark = this.markAt(x, y);
      if (mark !== null) listeners.pick(mark, event.shiftKey);
      else listeners.pickTie(this.tieAt(x, y));
    };
    over.addEventListener('pointerup', lift);
    over.addEventListener('pointercancel', lift);
    over.addEventListener('pointerleave', () => listeners.hover(null));
    over.addEventListener('wheel', (event) => {
      // Whoever scrolls past the map wants to scroll on: the wheel zooms once the map has been clicked, or with Ctrl.
      if (!event.ctrlKey && document.activeElement !== over) return;
      event.preventDefault();
      this.zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.06 : 0.0018)), ...point(event));
    }, { passive: false });
    over.addEventListener('keydown', (event) => {
      const step = 60;
      const act = {
        ArrowLeft: () => this.panBy(step, 0), ArrowRight: () => this.panBy(-step, 0),
        ArrowUp: () => this.panBy(0, step), ArrowDown: () => this.panBy(0, -step),
        '+': () => this.zoomBy(1.3), '=': () => this.zoomBy(1.3), '-': () => this.zoomBy(1 / 1.3), 0: () => this.fit(),
        Escape: () => listeners.pickTie(null),
      }[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
  }
}
