// Makes the workspaces and pages that the tests open: the sample world, five thousand people, hostile names and the name "A".

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACQUAINT, WORLDS } from './browser.mjs';

const SAMPLE = new URL('../../data/sample', import.meta.url).pathname;
const END = Date.UTC(2026, 9, 31, 12) / 1000;
const DAY = 86400;

/** Numbers that look random and are the same on every machine (mulberry32). */
const seeded = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

const acquaint = (name, options, ...parameters) =>
  execFileSync(ACQUAINT, ['-w', join(WORLDS, name, 'ws'), ...options, ...parameters], { cwd: WORLDS, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

const world = (name, owner, input) => {
  mkdirSync(join(WORLDS, name), { recursive: true });
  const options = ['--owner', owner, '--tz', 'Europe/Berlin', '--as-of', '2026-10-31'];
  const path = typeof input === 'string' && !input.includes('\n') ? input : join(WORLDS, name, 'contacts.csv');
  if (path !== input) writeFileSync(path, input);
  acquaint(name, options, 'init');
  acquaint(name, options, 'import', path);
  const start = performance.now();
  acquaint(name, options, 'report', '--out', join(WORLDS, name));
  console.log(`${name}: report in ${Math.round(performance.now() - start)} ms`);
  writeFileSync(join(WORLDS, name, 'options.json'), JSON.stringify(options));
};

/** 5,000 people, 20,000 ties, 200,000 interactions over two years; the owner knows 1,500 of them. */
const large = () => {
  const random = seeded(20261031);
  const people = 5000, known = 1500;
  const ties = new Set();
  const tie = (a, b) => a !== b && ties.add(Math.min(a, b) * people + Math.max(a, b));
  for (let person = 1; person <= known; person += 1) tie(0, person);
  for (let person = known + 1; person < people; person += 1) tie(person, 1 + Math.floor(random() * known));
  while (ties.size < 20000) {
    const group = Math.floor(random() ** 1.5 * 60);
    const member = () => 1 + ((group + 60 * Math.floor(random() * (people - 1) / 60)) % (people - 1));
    tie(member(), member());
  }
  const list = [...ties].map((both) => [Math.floor(both / people), both % people]);
  const began = list.map(() => random() * 700);
  const address = (person) => `p${String(person).padStart(4, '0')}@large.example`;
  const name = (person) => `${['Ann', 'Bo', 'Cem', 'Dina', 'Eve', 'Finn', 'Gül', 'Hao'][person % 8]} Example ${person}`;
  const rows = ['source,target,time,source_name,target_name,channel'];
  for (let at = 0; at < 200000; at += 1) {
    const chosen = at < list.length ? at : Math.floor(random() ** 2 * list.length);
    const [a, b] = random() < 0.5 ? list[chosen] : [...list[chosen]].reverse();
    const time = Math.floor(END - DAY * 2 - random() * (730 - began[chosen]) * DAY);
    rows.push(`${address(a)},${address(b)},${time},${name(a)},${name(b)},${at % 5 ? 'email' : 'meeting'}`);
  }
  return `${rows.join('\n')}\n`;
};

const HOSTILE = [
  '<script>document.title="owned"</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</script><h1>x</h1>',
  '<!--<script>', ']]>', '\u202etxt.exe\u2066', '=HYPERLINK("https://x.example")', '{{ 7 * 7 }}', 'https://tracker.example/pixel.gif',
  'W'.repeat(10000), '👩\u200d👧🦀', 'محمد بن سلمان', '李小龍', 'สมชาย ใจดี', '\u2028\u2029', '&lt;b&gt;', '\\u003cscript\\u003e', '__proto__', 'constructor',
];

/** Two dozen people in three circles, whose names are what is asked for. */
const small = (nameOf) => {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = ['source,target,time,source_name,target_name,channel'];
  const contact = (a, b, ago) =>
    rows.push([`p${a}@small.example`, `p${b}@small.example`, END - DAY * ago, quoted(nameOf(a)), quoted(nameOf(b)), 'email'].join(','));
  for (let person = 1; person <= 24; person += 1) {
    for (let at = 0; at < 3 + (person % 5); at += 1) {
      const ago = 3 + at * (5 + person * 2);
      if (person <= 18) contact(at % 2 ? 0 : person, at % 2 ? person : 0, ago);
      contact(person, 1 + ((person + 2) % 24), ago + 1);
      contact(1 + ((person + 2) % 24), person, ago + 2);
    }
  }
  return `${rows.join('\n')}\n`;
};

world('sample', 'mira.solberg@northlight.example', SAMPLE);
world('large', 'p0000@large.example', large());
world('hostile', 'p0@small.example', small((person) => HOSTILE[person % HOSTILE.length]));
world('plain', 'p0@small.example', small(() => 'A'));
