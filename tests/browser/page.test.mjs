// The page as a document: evidence, widths, themes, print, without script, hostile names.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { WORLDS, ask, close, data, find, open, quiet } from './browser.mjs';

after(close);

const number = (text) => Number(text.replace('−', '-').replaceAll('\u202f', ''));

/** The panel that is open: whom it is about, its rows and its sum. */
const panel = (page) => page.evaluate(() => {
  const dialog = document.querySelector('dialog[open]');
  const cell = (row) => row.lastElementChild.textContent;
  return dialog && {
    name: dialog.querySelector('h2').textContent,
    rows: [...dialog.querySelectorAll('.days tbody tr')].map(cell),
    sum: [...dialog.querySelectorAll('.days tfoot tr')].map(cell)[0] ?? null,
    command: dialog.querySelector('code').textContent,
  };
});

test('every name of the page opens its ledger, which adds up to what explain says', async () => {
  const opened = await open('sample');
  const { page } = opened;
  const { people } = data('sample');
  const links = await page.$$eval('main a.name, .lead a.name', (all) => all.map((link) => link.getAttribute('href')));
  assert.ok(links.length > 60, `${links.length} names`);
  const targets = [...new Set(links)];
  const explained = await Promise.all(targets.map((href) => ask('sample', 'explain', people.handle[Number(href.slice(8))])));
  for (const [at, href] of targets.entries()) {
    await page.evaluate((target) => document.querySelector(`a.name[href="${target}"]`).click(), href);
    const shown = await panel(page);
    const person = Number(href.slice(8));
    assert.ok(shown, `${href} opens nothing`);
    assert.equal(shown.name, people.name[person]);
    assert.ok(shown.command.includes(people.handle[person]));
    const expected = explained[at]?.momentum;
    if (expected) {
      const sum = shown.rows.reduce((total, row) => total + number(row), 0);
      assert.ok(Math.abs(sum - expected) <= 0.005 * (shown.rows.length + 1), `${shown.name}: rows ${sum}, explain ${expected}`);
      assert.ok(Math.abs(number(shown.sum) - expected) <= 0.0056, `${shown.name}: ${shown.sum}, explain ${expected}`);
    } else {
      assert.equal(shown.sum, null);
    }
    await page.keyboard.press('Escape');
    assert.equal(await panel(page), null);
  }
  await quiet(assert, opened);
});

test('the page never scrolls sideways', async () => {
  for (const world of ['sample', 'large', 'hostile']) {
    const opened = await open(world, { width: 360, height: 780 });
    for (const width of [360, 768, 1200, 1440, 2560]) {
      await opened.page.setViewportSize({ width, height: 780 });
      const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${world}: ${wide} pixels on ${width}`);
      if (width === 360 && world !== 'large') {
        const [name] = data(world).people.handle;
        await find(opened.page, name);
        await opened.page.click('.actions .main');
        assert.ok(await opened.page.evaluate(() => document.querySelector('dialog').scrollWidth <= innerWidth));
        await opened.page.keyboard.press('Escape');
      }
    }
    await quiet(assert, opened);
    await opened.context.close();
  }
});

test('five thousand people fit into three megabytes', () => {
  const { size } = statSync(join(WORLDS, 'large', 'report.html'));
  assert.ok(data('large').people.name.length >= 4900);
  assert.ok(size < 3e6, `${size} bytes`);
  console.log(`5,000 people: ${(size / 1e6).toFixed(2)} MB`);
});

test('the theme follows the system and the button', async () => {
  const { page, context } = await open('sample', { colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.click('.theme');
  const light = await ground();
  assert.notEqual(light, dark);
  await page.click('.theme');
  assert.equal(await ground(), dark);
  await context.close();
});

test('printed, the page has every ledger and no control', async () => {
  const { page, context } = await open('sample');
  await page.emulateMedia({ media: 'print' });
  const printed = await page.evaluate(() => {
    const visible = (element) => element.checkVisibility();
    const all = (query) => [...document.querySelectorAll(query)];
    return {
      ledgers: all('.person .ledger').every(visible), count: all('.person .ledger').length,
      controls: all('button, input, select, canvas, nav').filter(visible).length, map: all('.still').every(visible),
    };
  });
  assert.ok(printed.ledgers && printed.count > 40 && printed.map, JSON.stringify(printed));
  assert.equal(printed.controls, 0);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages > 5 && pages < 80, `${pages} pages`);
  await context.close();
});

test('without script it is a document in which names lead to their ledgers', async () => {
  const { page, context } = await open('sample', { javaScriptEnabled: false });
  assert.ok(await page.locator('.still svg').isVisible());
  assert.equal(await page.locator('canvas').count(), 0);
  const link = page.locator('section table a.name').first();
  const target = await link.getAttribute('href');
  assert.ok(!(await page.locator(`${target} .ledger`).isVisible()));
  await link.click();
  assert.ok(await page.locator(`${target} .ledger`).isVisible());
  assert.equal(await page.locator('article.person .ledger:visible').count(), 1);
  await context.close();
});

/** Every element with the names of its attributes; charts break names into more or fewer lines and are left out. */
const tree = (page) => page.evaluate(() => {
  const lines = [];
  const walk = (element, depth) => {
    if (element.matches('figure svg')) return;
    lines.push(`${'  '.repeat(depth)}${element.localName} ${element.getAttributeNames().join(' ')}`);
    [...element.children].forEach((child) => walk(child, depth + 1));
  };
  walk(document.documentElement, 0);
  return lines;
});

test('hostile names change no element of the page, of the map or of a panel', async () => {
  const trees = {};
  for (const world of ['plain', 'hostile']) {
    const opened = await open(world);
    const { page } = opened;
    trees[world] = await tree(page);
    await page.click('.list summary');
    for (const handle of data(world).people.handle.slice(0, 24)) {
      await find(page, handle);
      await page.click('.actions .main');
      trees[world].push(...await tree(page));
      await page.keyboard.press('Escape');
    }
    assert.notEqual(await page.title(), 'owned');
    await quiet(assert, opened);
    await opened.context.close();
  }
  assert.ok(trees.plain.length > 5000);
  assert.deepEqual(trees.hostile, trees.plain);
});
