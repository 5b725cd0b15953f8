// What every browser test uses: a server and a browser per file, people who sign in, and looking at a page.
//
//   const hemma = useHemma();
//   test('…', async () => {
//     const page = await hemma.page();
//     await signIn(page, 'family_therapist');
//     await axe(page);
//   });

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before } from 'node:test';
import axeCore from 'axe-core';
import { chromium } from 'playwright-core';
import { Server } from './server.js';

export { SEED, Server, TODAY } from './server.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What Chromium says of a request that found no network, or was refused as the test wanted. */
const NO_NETWORK = /Failed to load resource|net::ERR_/;

/** Longer than any step takes on a slow machine; a step that is stuck fails here. */
const STEP_MS_MAX = 20_000;

const WCAG = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };

/** Of that, what depends on the theme: all else is the same page in either. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The browser that is installed; nothing is downloaded. */
export function launch() {
  const executablePath = process.env.HEMMA_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * A browser of one person: own cookies, own storage, own outbox.
 * `mobile` is a phone with touch, `lang` what the browser asks for, `scheme` is light or dark.
 */
export async function openContext(browser, server, options = {}) {
  const { mobile = false, lang = 'sv', scheme = 'light', ...more } = options;
  const size = mobile
    ? { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
    : { viewport: DESK };
  const context = await browser.newContext({
    ...size,
    baseURL: server.url,
    colorScheme: scheme,
    locale: lang === 'sv' ? 'sv-SE' : 'en-GB',
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Stockholm',
    ...more,
  });
  context.setDefaultTimeout(STEP_MS_MAX);
  return context;
}

/**
 * A server and a browser for the tests of one file. Contexts close after each test; a test whose page
 * reported an error of its own fails, unless it took the error by `hemma.forgive(page)`.
 */
export function useHemma(options = {}) {
  const contexts = [];
  const troubles = new Map();
  const hemma = {
    server: null,
    browser: null,
    /** Another person's browser. */
    async context(more = {}) {
      const context = await openContext(this.browser, this.server, { ...options.context, ...more });
      contexts.push(context);
      context.on('page', (page) => troubles.set(page, watch(page)));
      return context;
    },
    /** A page in a browser of its own. */
    async page(more = {}) {
      return (await this.context(more)).newPage();
    },
    /** Takes what the page complained of so far, and says what it was. */
    forgive(page) {
      return troubles.get(page)?.splice(0) ?? [];
    },
    /** The same where the test took the network away: anything else fails it. */
    forgiveNetwork(page) {
      const heard = this.forgive(page).filter((line) => !NO_NETWORK.test(line));
      assert.deepEqual(heard, [], 'something else went wrong too');
    },
    /** Sends a form that cannot be kept: it comes back with its faults, which the browser tells as a fault too. What it says. */
    async refused(page, button) {
      await button.click();
      const errors = page.locator('.errors');
      await errors.waitFor();
      this.forgive(page);
      return errors.innerText();
    },
  };
  before(async () => {
    [hemma.server, hemma.browser] = await Promise.all([Server.start(options.server), launch()]);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const heard = [...troubles.values()].flat();
    troubles.clear();
    assert.deepEqual(heard, [], 'the browser reported errors');
  });
  after(async () => {
    await hemma.browser?.close();
    await hemma.server?.remove();
  });
  return hemma;
}

/** Waits until the device has everything that it needs for a day without a network. */
export async function ready(page) {
  await page.goto('/outbox');
  await page.evaluate(() => navigator.serviceWorker.ready);
  // A page that was on its way while the worker took over is not claimed by it: the worker has it when it is opened again.
  if (!(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)))) await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/** Collects what a browser would show its developer in red: script errors, refused or missing files. */
export function watch(page) {
  const heard = [];
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    const from = message.location().url || page.url();
    const ofAxe = examined.get(page)?.has(from) && message.text().startsWith('Applying inline style');
    if (message.type() === 'error' && !ofAxe) heard.push(`${page.url()}: ${message.text()}`);
  });
  return heard;
}

/** The roles that the sign-in page of the demo offers, in its order. */
export async function roles(page) {
  await page.goto('/sign-in');
  const all = await page
    .locator('button[name=staff]')
    .evaluateAll((buttons) => buttons.map((button) => button.dataset.role));
  return [...new Set(all)];
}

/** Signs in as the nth person of a role and returns the person's name as the button shows it. */
export async function signIn(page, role, nth = 0) {
  await page.goto('/sign-in');
  const button = page.locator(`button[name=staff][data-role="${role}"]`).nth(nth);
  const name = (await button.innerText()).trim();
  await button.click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return name;
}

/** Makes whoever is signed in read in this language from now on. */
export async function chooseLanguage(page, lang) {
  await page.goto('/account');
  const form = page.locator('form[action="/account/language"]');
  await form.locator(`input[value="${lang}"]`).check();
  await form.locator('button').click();
  await page.locator(`html[lang="${lang}"]`).waitFor();
}

/**
 * Addresses at which axe has looked, by page: it sets styles of its own, which the page's policy rightly refuses, and the
 * browser may say so late. What a page does by itself it does while it loads, before axe looks, and is heard.
 */
const examined = new WeakMap();

/** Asserts that axe finds nothing against WCAG 2.1 A and AA. */
export async function axe(page, within = undefined) {
  await examine(page, within, WCAG);
}

/** The same for what another theme can change. */
export async function axeColours(page) {
  await examine(page, undefined, COLOURS);
}

async function examine(page, within, runOnly) {
  if (!examined.has(page)) examined.set(page, new Set());
  examined.get(page).add(page.url());
  // Evaluated by the debugger, so the page's own policy against foreign scripts stays in force.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  const found = await page.evaluate(
    ([selector, runOnly]) => globalThis.axe.run(selector ?? document, { runOnly }),
    [within, runOnly],
  );
  const violations = found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  assert.deepEqual(violations, [], `axe on ${page.url()}`);
}

/** Asserts that nothing sticks out to the side: a page scrolls one way, and a table that stands as cards not at all. */
export async function fits(page, width = PHONE.width) {
  await page.setViewportSize({ width, height: PHONE.height });
  const wider = await page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(0, root.scrollWidth - root.clientWidth);
  });
  assert.equal(wider, 0, `${page.url()} sticks out by ${wider} px at ${width} px`);
  const cut = await page.locator('.grid.cards').evaluateAll((all) => {
    const cards = all.filter((table) => getComputedStyle(table).display === 'block');
    const boxes = cards.map((table) => table.closest('.grid-box') ?? table.parentElement);
    const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth);
    return wide.map((box) => `${box.getAttribute('aria-label')}: ${box.scrollWidth - box.clientWidth} px`);
  });
  assert.deepEqual(cut, [], `cards on ${page.url()} are cut at ${width} px`);
}

/** Asserts one main heading, and no level left out below it. */
export async function headings(page) {
  const levels = await page
    .locator('h1, h2, h3, h4, h5, h6')
    .evaluateAll((all) => all.filter((h) => h.checkVisibility()).map((h) => Number(h.tagName[1])));
  assert.equal(levels.filter((level) => level === 1).length, 1, `h1 on ${page.url()}: ${levels}`);
  levels.forEach((level, at) => {
    if (at > 0) assert.ok(level <= levels[at - 1] + 1, `headings on ${page.url()}: ${levels}`);
  });
}

/** What every page is held to: one main heading, nothing that axe finds, nothing that sticks out on a small phone. */
export async function looked(page, name) {
  await headings(page);
  await axe(page);
  await fits(page, 320);
  await screens(page, name);
}

/** What has the keyboard's focus: its tag, its text and where it leads. */
export function focused(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    return {
      tag: it.tagName.toLowerCase(),
      text: (it.getAttribute('aria-label') ?? it.innerText ?? '').trim(),
      href: it.getAttribute('href'),
    };
  });
}

/** Pictures of the page: phone and desk, light and dark. Only where HEMMA_SCREENS names a folder. */
export async function screens(page, name, folder = process.env.HEMMA_SCREENS) {
  if (!folder) return [];
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize();
  const files = [];
  for (const { width, height } of [PHONE, DESK]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(folder, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      files.push(file);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
  return files;
}
