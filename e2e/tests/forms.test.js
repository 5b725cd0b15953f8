// A page with many forms: what stands in one of them outlives the sending of another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn, useHemma } from '../harness.js';

const hemma = useHemma();

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === '');

test('what is typed in one question is kept when another is saved', async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.locator('nav a[href^="/teams/"]').first().click();
  await page.goto(`${new URL(page.url()).pathname}/capacity`);
  await page.locator('a[href$="/screening"]').first().click();
  await ready(page);
  const questions = page.locator('form[data-autosave]');
  await questions.nth(2).locator('textarea').fill('Skolan ringde i maj');
  await questions.nth(1).locator('textarea').fill('Anmälan i april');
  await questions.nth(1).locator('button').click();
  await page.waitForURL(/done=intake-answered/);
  await ready(page);
  assert.equal(await questions.nth(2).locator('textarea').inputValue(), 'Skolan ringde i maj');
  assert.equal(await questions.nth(1).locator('textarea').inputValue(), 'Anmälan i april');
});

test('a question that is being saved does not clash with its own button', async () => {
  const page = await hemma.page();
  await signIn(page, 'group_leader');
  await page.locator('nav a[href^="/teams/"]').first().click();
  await page.goto(`${new URL(page.url()).pathname}/capacity`);
  await page.locator('a[href$="/screening"]').first().click();
  await ready(page);
  const question = page.locator('form[data-autosave]').nth(3);
  await page.route('**/screening/**', async (route) => {
    const late = route.request().headers().accept.startsWith('application/json');
    const answer = await route.fetch({ maxRedirects: 0 });
    if (late) await new Promise((done) => setTimeout(done, 500));
    await route.fulfill({ response: answer });
  });
  await question.locator('textarea').fill('Bor hos mamma');
  await question.locator('.saved.saving').waitFor();
  await question.locator('button').click();
  await page.waitForURL(/done=intake-answered/);
  assert.equal(await page.locator('.conflict').count(), 0);
});
