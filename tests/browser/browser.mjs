// A browser with one page of a world in it, which counts everything that should not happen.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

export const ACQUAINT = process.env.ACQUAINT;
export const WORLDS = process.env.WORLDS;

const file = (world) => join(WORLDS, world, 'report.html');
export const html = (world) => readFileSync(file(world), 'utf8');

/** What the page's script is given. */
export const data = (world) => JSON.parse(/id="data">(.*?)<\/script>/s.exec(html(world))[1]);

/** The JSON document of a command on a world; null where the question has no answer. */
export const ask = async (world, ...parameters) => {
  const options = JSON.parse(readFileSync(join(WORLDS, world, 'options.json'), 'utf8'));
  try {
    const { stdout } = await promisify(execFile)(ACQUAINT, ['-w', join(WORLDS, world, 'ws'), ...options, ...parameters, '-f', 'json'], { maxBuffer: 1e8 });
    return JSON.parse(stdout);
  } catch (error) {
    if (error.code === 1) return null;
    throw error;
  }
};

let browser = null;
export const close = () => browser?.close();

/** Opens the page of a world; `faults` collects requests, errors on the console and violations of the policy. */
export const open = async (world, { width = 1280, height = 900, ...options } = {}) => {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const faults = [];
  const address = `file://${file(world)}`;
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url !== address) faults.push(`request: ${url}`);
    return route.continue();
  });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error}`));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
      window.redraws = 0;
      const clear = CanvasRenderingContext2D.prototype.clearRect;
      CanvasRenderingContext2D.prototype.clearRect = function cleared(...box) {
        window.redraws += 0.5; // each redraw clears two sheets
        return clear.apply(this, box);
      };
    });
  }
  await page.goto(address);
  return { page, context, faults };
};

/** Nothing was asked for, nothing went wrong, nothing was refused. */
export const quiet = async (assert, { page, faults }) => {
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(faults, []);
};

/** Types a text into the search and takes the first suggestion. */
export const find = async (page, text) => {
  await page.fill('#find', text);
  await page.press('#find', 'Enter');
};
