// Whoever uses a keyboard or a screen reader gets everywhere.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { close, data, find, open, quiet } from './browser.mjs';

after(close);

/** Nothing serious is found in a part of the page, or in all of it. */
const faults = async (page, where, part) => {
  const builder = new AxeBuilder({ page });
  if (part) builder.include(part);
  const { violations } = await builder.analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(grave.map(({ id, nodes }) => `${where}: ${id} at ${nodes.slice(0, 3).map((found) => `${found.target} ${found.failureSummary}`).join(' | ')}`), []);
};

for (const colorScheme of ['light', 'dark']) {
  test(`no serious fault in ${colorScheme} colours: at rest, with somebody picked, with evidence open`, async () => {
    const { page, context } = await open('sample', { colorScheme });
    await page.click('.list summary');
    await faults(page, 'at rest');
    await find(page, data('sample').people.handle[5]);
    await faults(page, 'picked', '.board');
    await page.click('.actions .main');
    await faults(page, 'panel', 'dialog');
    await context.close();
  });
}

test('no serious fault on a phone', async () => {
  const phone = await open('sample', { width: 360, height: 780 });
  await faults(phone.page, 'phone');
  await phone.context.close();
});

test('the keyboard alone finds somebody, reads their evidence and comes back', async () => {
  const opened = await open('sample');
  const { page } = opened;
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (what, most = 200) => {
    for (let step = 0; step < most; step += 1) {
      if (what.test(await focused())) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${what} is not reached, the focus is on ${await focused()}`);
  };
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the report');
  await page.keyboard.press('Enter');
  await tabTo(/^find$/);
  await page.keyboard.type(data('sample').people.name[2].slice(0, 6));
  assert.equal(await page.getAttribute('#find', 'aria-expanded'), 'true');
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.locator('[role=option][aria-selected=true]').isVisible());
  await page.keyboard.press('Enter');
  await tabTo(/^Evidence$/);
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('dialog[open]').isVisible());
  assert.equal(await focused(), 'panel-name');
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'Evidence');
  // The map itself: zoom and move.
  await page.locator('.stage canvas[tabindex]').focus();
  const drawn = await page.evaluate(() => window.redraws);
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((before) => window.redraws > before, drawn);
  await quiet(assert, opened);
});
