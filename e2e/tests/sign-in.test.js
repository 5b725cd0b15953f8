// Whoever works here gets in, lands where their work is, and finds their way by keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, focused, headings, roles, screens, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

test('the sign-in page is clean in both languages, light and dark, at every width', async () => {
  for (const lang of ['sv', 'en']) {
    for (const scheme of ['light', 'dark']) {
      const page = await hemma.page({ lang, scheme });
      await page.goto('/sign-in');
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      await headings(page);
      await axe(page);
      await fits(page, 360);
    }
  }
});

test('each role signs in with one click and lands on a clean page of its own', async () => {
  const list = await roles(await hemma.page());
  assert.ok(list.length >= 8, `the demo offers too few roles: ${list}`);
  for (const role of list) {
    const page = await hemma.page();
    await signIn(page, role);
    await headings(page);
    await axe(page);
    await screens(page, `home-${role}`);
    await fits(page, 360);
  }
});

test('the first stop of the keyboard is the way past the menu', async () => {
  const page = await hemma.page();
  await signIn(page, 'family_therapist');
  await page.keyboard.press('Tab');
  const first = await focused(page);
  assert.equal(first.tag, 'a');
  assert.match(first.href ?? '', /^#./, 'the first link leads into the page');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(
    (target) => document.querySelector(target).contains(document.activeElement),
    first.href,
  );
  assert.ok(inside, 'the next stop lies in the main part of the page');
});

test('a page behind the sign-in asks for it first', async () => {
  const page = await hemma.page();
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});

test('two people in two browsers do not see each other signed in', async () => {
  const [one, other] = [await hemma.page(), await hemma.page()];
  await signIn(one, 'family_therapist');
  await other.goto('/');
  assert.equal(new URL(other.url()).pathname, '/sign-in');
});
