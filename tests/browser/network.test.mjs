// The map: search, months, filters, ways of introduction, the reason of a tie, and how quickly it draws.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, close, data, find, open, quiet } from './browser.mjs';

after(close);

/** The ways beside the map: handles along each and the words about it. */
const ways = (page, people) => page.evaluate((handles) => [...document.querySelectorAll('.story .paths li')].map((way) => ({
  people: [...way.querySelectorAll('a.name')].map((link) => handles[Number(link.getAttribute('href').slice(8))]),
  odds: [...way.querySelectorAll('.odds')].map((odds) => odds.textContent.replace(/[→\s\u202f]/g, '')),
  total: way.querySelector('.total').textContent.split(' in all')[0].replace('\u202f', ''),
})), people.handle);

const percent = (odds) => {
  const share = odds * 100;
  return share > 0 && share < 0.5 ? '<1%' : share >= 99.5 && share < 100 ? '>99%' : `${Math.round(share)}%`;
};
/** Whole per cents may part where the odds lie on the edge between two. */
const near = (shown, odds) => [percent(odds), percent(odds - 1e-5), percent(odds + 1e-5)].includes(shown);

test('ways of introduction are those of the command', async () => {
  const opened = await open('sample');
  const { page } = opened;
  const { people, map } = data('sample');
  const months = map.months.length;
  const kind = (person) => map.states[(person + 2) * months - 1];
  const some = (digit, count) => people.handle.filter((_, person) => kind(person) === digit).slice(0, count);
  const asked = [...some('5', 4), ...some('4', 4), ...some('3', 3), ...some('1', 6), ...some('2', 2)];
  assert.ok(asked.length >= 12);
  let withIntroducers = 0;
  for (const handle of asked) {
    await find(page, handle);
    const shown = await ways(page, people);
    const expected = (await ask('sample', 'path', handle, '--k', '3'))?.paths ?? [];
    assert.deepEqual(shown.map((way) => way.people), expected.map((path) => path.hops.map((hop) => hop.to.handle)), handle);
    for (const [at, path] of expected.entries()) {
      assert.ok(near(shown[at].total, path.score), `${handle}: ${shown[at].total}, path says ${path.score}`);
      path.hops.forEach((hop, step) => assert.ok(near(shown[at].odds[step], hop.probability), `${handle}: ${shown[at].odds[step]}, path says ${hop.probability}`));
      withIntroducers += path.hops.length > 1 ? 1 : 0;
    }
  }
  assert.ok(withIntroducers > 10);
  // Two people: the chain from somebody else.
  const [first, second] = some('4', 2);
  await find(page, second);
  await page.fill('#from', first);
  await page.press('#from', 'Enter');
  const expected = (await ask('sample', 'path', second, '--from', first, '--k', '3')).paths;
  const shown = await ways(page, people);
  const owner = map.owner[0][1];
  assert.deepEqual(shown.map((way) => way.people.slice(1)), expected.map((path) => path.hops.map((hop) => hop.to.handle).filter((handle) => handle !== owner)));
  await quiet(assert, opened);
});

test('months, kinds, communities and channels decide who is listed and counted', async () => {
  const opened = await open('sample');
  const { page } = opened;
  const { map } = data('sample');
  const months = map.months.length;
  const count = (month, fits = () => true) => map.person.filter((person, index) =>
    person !== null && map.states[index * months + month] !== '0' && fits(index, map.states[index * months + month])).length;
  const listed = async () => Number(/: ([\d\u202f]+) p/.exec(await page.textContent('.list summary'))[1].replace('\u202f', ''));
  assert.equal(await listed(), count(months - 1));
  await page.locator('#month').focus();
  await page.keyboard.press('Home');
  assert.equal(await listed(), count(0));
  assert.match(await page.getAttribute('#month', 'aria-valuetext'), /^[A-Z][a-z]+ \d{4}$/);
  await page.keyboard.press('ArrowRight');
  assert.match(await page.textContent('.caption'), /met|revived|strong|dormant|Nothing/);
  await page.keyboard.press('End');
  await page.click('.legend button:nth-child(1)');
  assert.equal(await listed(), count(months - 1, (_, state) => state !== '5'));
  await page.click('.legend button:nth-child(1)');
  await page.selectOption('#community', '0');
  assert.equal(await listed(), count(months - 1, (index) => map.community[index] === 0));
  await page.selectOption('#community', '');
  await page.selectOption('#channel', '0');
  assert.equal(await listed(), count(months - 1, (index) => map.on[index].includes('0')));
  await page.selectOption('#channel', '');
  await page.click('.list summary');
  assert.ok(await page.locator('.list tbody tr').count() >= 50);
  await quiet(assert, opened);
});

test('what is picked is lit: the picture changes, and goes back when it is cleared', async () => {
  const { page, context } = await open('sample');
  /** How dark each of 24 × 24 fields of the upper sheet is, from 0 to 255. */
  const picture = async () => {
    await page.waitForTimeout(400);
    return page.locator('.stage canvas').last().evaluate((canvas) => {
      const { width, height } = canvas;
      const { data: pixels } = canvas.getContext('2d').getImageData(0, 0, width, height);
      const fields = new Array(24 * 24).fill(0);
      for (let at = 0; at < width * height; at += 1) {
        fields[Math.floor((at % width) * 24 / width) + 24 * Math.floor(Math.floor(at / width) * 24 / height)] += pixels[at * 4 + 3];
      }
      return fields.map((sum) => sum / (width * height / 576));
    });
  };
  const apart = (one, other) => Math.max(...one.map((value, at) => Math.abs(value - other[at])));
  const before = await picture();
  await find(page, data('sample').people.handle[3]);
  assert.ok(apart(await picture(), before) > 15, 'a pick lights somebody up');
  await page.click('.actions button:last-child');
  assert.ok(apart(await picture(), before) < 6, 'clearing puts it out');
  const box = await page.locator('.stage').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2 + 40, { steps: 5 });
  await page.mouse.up();
  assert.ok(apart(await picture(), before) > 15, 'dragging moves the map');
  await page.click('[aria-label="Show all"]');
  await page.mouse.move(0, 0);
  assert.ok(apart(await picture(), before) < 6, 'all is shown again');
  await context.close();
});

test('a tie says since when, how likely, and what it rests on', async () => {
  const { page, context } = await open('sample');
  await page.locator('.stage').evaluate((stage) => stage.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await page.locator('.stage').boundingBox();
  // Somewhere between the marks a line is hit.
  let told = '';
  for (let step = 1; step < 400 && !told.startsWith('A tie'); step += 1) {
    await page.mouse.click(box.x + box.width * (0.25 + 0.5 * ((step * 0.618) % 1)), box.y + box.height * (0.25 + 0.5 * ((step * 0.414) % 1)));
    told = await page.textContent('.story');
  }
  assert.match(told, /^A tie/);
  assert.match(told, /contact since|First contact|No contact/);
  assert.match(told, /rests on/);
  assert.match(told, /acquaint explain/);
  await context.close();
});

test('with five thousand people it starts quickly and goes on drawing while it is dragged', async () => {
  const started = performance.now();
  const opened = await open('large');
  const { page } = opened;
  await page.locator('.stage').evaluate((stage) => stage.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await page.waitForFunction(() => window.redraws >= 1);
  const first = performance.now() - started;
  const box = await page.locator('.stage').boundingBox();
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.down();
  const before = await page.evaluate(() => [window.redraws, performance.now()]);
  for (let step = 0; step < 60; step += 1) await page.mouse.move(box.x + 300 + step * 3, box.y + 200 + step, { steps: 1 });
  const later = await page.evaluate(() => [window.redraws, performance.now()]);
  await page.mouse.up();
  const rate = (later[0] - before[0]) / (later[1] - before[1]) * 1000;
  console.log(`5,000 people, 20,000 ties: first picture after ${Math.round(first)} ms, ${rate.toFixed(1)} redraws a second while dragged`);
  assert.ok(later[0] > before[0]);
  await find(page, 'p4321@large.example');
  assert.match(await page.textContent('.story h3'), /4321/);
  await quiet(assert, opened);
});
