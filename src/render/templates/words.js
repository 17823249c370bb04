// How numbers, days and people are written, and how parts of the page are made. No text becomes markup: all of it is textContent.

const THIN = '\u202f';
const UNDEFINED = '–';

/** A number with so many decimals, a true minus sign, and groups from 10 000 on. */
const decimal = (value, decimals = 0) => {
  if (value === null || !Number.isFinite(value)) return UNDEFINED;
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  const written = fraction ? `${grouped}.${fraction}` : grouped;
  return value < 0 && /[1-9]/.test(written) ? `−${written}` : written;
};

/** A probability in whole per cent; what is neither impossible nor certain is never written as 0 or 100. */
const percent = (probability) => {
  if (probability === null || !Number.isFinite(probability)) return UNDEFINED;
  const share = probability * 100;
  if (share > 0 && share < 0.5) return `<1${THIN}%`;
  if (share >= 99.5 && share < 100) return `>99${THIN}%`;
  return `${decimal(share)}${THIN}%`;
};

const counted = (count, one, many) => (count === 1 ? `1 ${one}` : `${decimal(count)} ${many}`);

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2026-10` as `October 2026`. */
const monthInWords = (month) => {
  const [year, number] = month.split('-');
  return `${MONTHS[Number(number) - 1] ?? number} ${year}`;
};

/** The day so many days before another, both as `2026-10-31`. */
const dayBefore = (day, days) => {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
};

/** A handle as one argument of a shell. */
const quoted = (handle) => (/^[A-Za-z0-9@:._+/-]+$/.test(handle) ? handle : `'${handle.replaceAll("'", "'\\''")}'`);

/** A name cut to what fits a label. */
const shortened = (name, characters = 24) => {
  const all = Array.from(name);
  return all.length > characters ? `${all.slice(0, characters - 1).join('')}…` : name;
};

/** An element with attributes and children; functions become listeners, everything else text. */
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
};

/** A name in whatever direction it is written. */
const bdi = (name) => make('bdi', {}, name);

const SVG = 'http://www.w3.org/2000/svg';

/** An element of a drawing. */
const draw = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** Months as a small line; parted where a month has no value. */
const sparkline = (values, described) => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const step = 192 / Math.max(values.length - 1, 1);
  const place = (value, index) => `${(4 + index * step).toFixed(1)} ${(36 - value * 0.32).toFixed(1)}`;
  let path = '';
  values.forEach((value, index) => {
    if (value !== null) path += (index > 0 && values[index - 1] !== null ? 'L' : 'M') + place(value, index);
  });
  const last = values.findLastIndex((value) => value !== null);
  const [x, y] = place(values[last], last).split(' ');
  return draw('svg', { class: 'spark', viewBox: '0 0 200 40', role: 'img', 'aria-label': described },
    draw('path', { d: 'M4 36H196', class: 'base' }),
    draw('path', { d: path, class: 'line' }),
    draw('circle', { cx: x, cy: y, r: 3.6 }));
};
