// How people, ties and communities look on the map. Kinds are told apart by shape and line as well as by colour: a strong tie is a
// full disc, a weak one a ring, a dormant one a diamond, a declared one a square, somebody only seen with others a triangle.

const SLOTS = 12;
const KIND_NAMES = { [STRONG]: 'strong', [WEAK]: 'weak', [DORMANT]: 'dormant', [DECLARED]: 'declared', [INDIRECT]: 'seen with others' };
const TAU = Math.PI * 2;

/** The page's colours as the canvas takes them, in the present theme. */
const readColors = () => {
  const probe = make('span', { hidden: true });
  probe.style.forcedColorAdjust = 'none';
  document.body.append(probe);
  const resolve = (color) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const read = (name) => resolve(`var(--chart-${name})`);
  const colors = Object.fromEntries(['ground', 'ink', 'muted', 'axis', 'grid', 'tie'].map((name) => [name, read(name)]));
  // Six colours, and then the same six mixed with ink.
  colors.series = Array.from({ length: SLOTS }, (_, slot) => (slot < 6 ? read(slot + 1)
    : resolve(`color-mix(in srgb, var(--chart-${slot - 5}) 55%, var(--chart-ink))`)));
  probe.remove();
  return colors;
};

const communityColor = (colors, community) => (community !== null && community < SLOTS ? colors.series[community] : colors.muted);

/** Adds a mark's outline to a path. */
const outline = (context, kind, x, y, radius) => {
  if (kind === DORMANT) {
    const reach = radius * 1.25;
    context.moveTo(x, y - reach);
    context.lineTo(x + reach, y);
    context.lineTo(x, y + reach);
    context.lineTo(x - reach, y);
    context.closePath();
  } else if (kind === DECLARED) {
    context.rect(x - radius, y - radius, radius * 2, radius * 2);
  } else if (kind === INDIRECT) {
    context.moveTo(x, y - radius * 1.1);
    context.lineTo(x + radius, y + radius * 0.8);
    context.lineTo(x - radius, y + radius * 0.8);
    context.closePath();
  } else {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, TAU);
  }
};

/** The same shapes for the legend, in the page's own drawing. */
const legendMark = (kind) => {
  const shape = {
    [STRONG]: () => draw('circle', { cx: 8, cy: 8, r: 6, class: 'full' }),
    [WEAK]: () => draw('circle', { cx: 8, cy: 8, r: 5 }),
    [DORMANT]: () => draw('path', { d: 'M8 2L14 8L8 14L2 8Z' }),
    [DECLARED]: () => draw('rect', { x: 3.5, y: 3.5, width: 9, height: 9 }),
    [INDIRECT]: () => draw('path', { d: 'M8 3L13.5 12.5H2.5Z' }),
  }[kind]();
  const line = { [STRONG]: 'strong', [WEAK]: 'weak', [DORMANT]: 'dormant', [DECLARED]: 'declared', [INDIRECT]: 'indirect' }[kind];
  return draw('svg', { viewBox: '0 0 40 16', 'aria-hidden': 'true', class: `mark ${line}` },
    shape, draw('path', { d: 'M18 8H38', class: 'line' }));
};

/** Line styles of ties, as the legend shows them. */
const DASHES = { [STRONG]: [], [WEAK]: [], [DORMANT]: [6, 4], [DECLARED]: [1.5, 4], [INDIRECT]: [] };

/** Draws marks, grouped by look so that each group is one path. */
const drawMarks = (context, groups, colors) => {
  for (const { kind, community, marks } of groups.values()) {
    const color = communityColor(colors, community);
    context.beginPath();
    for (const [x, y, radius] of marks) outline(context, kind, x, y, radius);
    context.fillStyle = kind === STRONG ? color : colors.ground;
    context.strokeStyle = kind === STRONG ? colors.ground : color;
    context.lineWidth = kind === STRONG ? 1 : kind === WEAK ? 2.2 : 1.4;
    context.fill();
    context.stroke();
  }
};

/** The corners of the smallest convex shape around points (Andrew's monotone chain). */
const hull = (points) => {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list) => {
    const chain = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** How far the middle four fifths of values reach. */
const middleSpread = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.9)] - sorted[Math.floor((sorted.length - 1) * 0.1)];
};

/** A soft ground under a community, around the three quarters of its people that stand nearest to its middle. */
const drawHull = (context, points, color, alpha) => {
  const middle = [median(points.map((point) => point[0])), median(points.map((point) => point[1]))];
  const far = (point) => (point[0] - middle[0]) ** 2 + (point[1] - middle[1]) ** 2;
  const near = [...points].sort((a, b) => far(a) - far(b)).slice(0, Math.ceil(points.length * 0.75));
  const corners = hull(near);
  if (corners.length < 3) return null;
  // Pushed outwards a little, and rounded by curves from the middle of one side to the middle of the next.
  const rim = corners.map(([x, y]) => {
    const away = Math.hypot(x - middle[0], y - middle[1]) || 1;
    return [x + (x - middle[0]) / away * 26, y + (y - middle[1]) / away * 26];
  });
  const between = (at) => {
    const [a, b] = [rim[at % rim.length], rim[(at + 1) % rim.length]];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  };
  context.beginPath();
  context.moveTo(...between(0));
  for (let at = 1; at <= rim.length; at += 1) context.quadraticCurveTo(...rim[at % rim.length], ...between(at));
  context.globalAlpha = alpha;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
  return [middle[0], Math.min(...near.map((point) => point[1])) - 20];
};

/** Keeps boxes of text apart. */
class Placer {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.cells = new Map();
  }

  /** Takes a box if nothing is there yet and it lies on the map. */
  take(left, top, right, bottom) {
    if (left < 2 || top < 2 || right > this.width - 2 || bottom > this.height - 2) return false;
    const keys = [];
    for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1) {
      for (let y = Math.floor(top / 32); y <= Math.floor(bottom / 32); y += 1) keys.push(x * 4096 + y);
    }
    for (const key of keys) {
      for (const box of this.cells.get(key) ?? []) {
        if (left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) return false;
      }
    }
    for (const key of keys) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push([left, top, right, bottom]);
    }
    return true;
  }
}

/** Writes a text with a rim of ground around it, so that lines do not cross it. */
const writeText = (context, text, x, y, color, ground) => {
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = ground;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
};

/** Writes the names of marks, the first ones first, each where it collides with no other. */
const drawLabels = (context, placer, labels, colors) => {
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { mark, x, y, radius, bold } of labels) {
    context.font = `${bold ? '600 ' : ''}12.5px ${LABEL_FONT}`;
    mark.label ??= shortened(mark.name);
    const key = bold ? 'boldWidth' : 'width';
    mark[key] ??= context.measureText(mark.label).width;
    const width = mark[key];
    const places = [[x + radius + 4, y], [x - radius - 4 - width, y], [x - width / 2, y - radius - 9], [x - width / 2, y + radius + 9]];
    const free = places.find(([left, middle]) => placer.take(left - 2, middle - 8, left + width + 2, middle + 8));
    const place = free ?? (bold ? places[0] : null);
    if (place) writeText(context, mark.label, place[0], place[1], colors.ink, colors.ground);
  }
};
const LABEL_FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
