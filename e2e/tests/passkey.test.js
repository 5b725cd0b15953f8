// Passkeys, with an authenticator that the browser plays itself: made on the account page, used to sign in, removed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, fits, headings, screens, signIn, useHemma } from '../harness.js';

const hemma = useHemma();

/** A page on the name that browsers make passkeys for, with an authenticator of its own. */
async function pageWithAuthenticator() {
  const page = await hemma.page({ baseURL: hemma.server.url.replace('127.0.0.1', 'localhost') });
  const debug = await page.context().newCDPSession(page);
  await debug.send('WebAuthn.enable');
  await debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

test('a passkey is made, signs in, and is renamed and removed', async () => {
  const page = await pageWithAuthenticator();
  await signIn(page, 'family_therapist');
  await page.goto('/account');
  await headings(page);
  await axe(page);
  const add = page.locator('form[action="/account/passkeys"]');
  await add.locator('input[name=name]').fill('Tjänstetelefonen');
  await add.locator('button').click();
  await page.waitForURL('**/account?done=account-passkey');
  assert.ok(await page.getByText('Tjänstetelefonen').first().isVisible());
  await screens(page, 'account');

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.locator('form[action="/sign-in/passkey"] button').click();
  await page.waitForURL((url) => url.pathname === '/' || !url.pathname.startsWith('/sign-in'));
  await page.goto('/account');
  const passkey = page.locator('#passkeys').locator('xpath=ancestor::section').locator('details').first();
  await passkey.locator('summary').click();
  await passkey.locator('input[name=name]').fill('Datorn');
  await passkey.locator('form[action$="/name"] button').click();
  await page.waitForURL('**/account?done=account-saved');
  assert.ok(await page.getByText('Datorn').first().isVisible());

  // It is the only way in, so it stays until there is another.
  const only = page.locator('details', { hasText: 'Datorn' }).first();
  await only.locator('summary').click();
  await only.locator('form[action$="/remove"] button').click();
  await page.locator('[role=alert]').waitFor();
  assert.match(hemma.forgive(page).join(), /422/);
  await fits(page, 360);
});

test('a person is added, follows the link, and comes in with a passkey', async () => {
  const administrator = await hemma.page();
  await signIn(administrator, 'administrator');
  await administrator.goto('/settings/staff/new');
  await headings(administrator);
  await axe(administrator);
  await administrator.fill('#name', 'Rolf Rönnsprang');
  await administrator.fill('#email', 'rolf.ronnsprang@hemma.example');
  await administrator.locator('form[action="/settings/staff/new"] .form-actions button').click();
  await administrator.waitForURL('**/settings/staff/*?done=staff-added');
  await administrator.locator('form[action$="/invite"] button').click();
  const link = await administrator.locator('[data-link]').innerText();
  await headings(administrator);
  await axe(administrator);
  await screens(administrator, 'staff-member');
  await fits(administrator, 360);
  await administrator.goto('/settings/staff');
  await headings(administrator);
  await axe(administrator);
  await screens(administrator, 'staff');
  await fits(administrator, 360);

  const page = await pageWithAuthenticator();
  await page.goto(new URL(link).pathname);
  await headings(page);
  await axe(page);
  await screens(page, 'welcome');
  await fits(page, 360);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('form[action$="/passkey"] button').click();
  await page.waitForURL((url) => url.pathname === '/');
});

test('a wrong password says so on a clean page, and many lock', async () => {
  const page = await hemma.page();
  await page.goto('/sign-in');
  await page.fill('#email', 'nobody@hemma.example');
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await page.fill('#password', 'tolv stora ord');
    await page.locator('form[action="/sign-in"] button').click();
    await page.locator('#password-error, [role=alert]').first().waitFor();
  }
  assert.ok(await page.getByRole('alert').isVisible());
  await headings(page);
  await axe(page);
  await screens(page, 'sign-in-locked');
  hemma.forgive(page);
  await page.goto('/sign-in/recovery');
  await headings(page);
  await axe(page);
  await screens(page, 'sign-in-recovery');
});
