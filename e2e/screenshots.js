// Pictures of pages as a role sees them. Called by: cargo xtask screenshots --role ROLE PATH...
// A path may be `~text`: the first link on the home page whose address contains the text.

import { parseArgs } from 'node:util';
import { chooseLanguage, launch, openContext, roles, screens, Server, signIn } from './harness.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { role: { type: 'string' }, lang: { type: 'string', default: 'sv' } },
});

const [server, browser] = await Promise.all([Server.start(), launch()]);
try {
  const context = await openContext(browser, server, { lang: values.lang });
  const page = await context.newPage();
  if (values.role) {
    const known = await roles(page);
    if (!known.includes(values.role)) throw new Error(`--role is one of: ${known.join(', ')}`);
    await signIn(page, values.role);
  }
  const home = values.role ? page.url() : '/sign-in';
  // Somebody who is signed in reads in the language that they chose, whatever the browser asks for.
  if (values.role) await chooseLanguage(page, values.lang);
  for (const wanted of positionals) {
    let address = wanted;
    if (wanted.startsWith('~')) {
      await page.goto(home);
      address = await page.locator(`a[href*="${wanted.slice(1)}"]`).first().getAttribute('href');
    }
    const answer = await page.goto(address);
    const name = `${values.role ?? 'anybody'}-${values.lang}-${wanted.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}`;
    const files = await screens(page, name);
    console.log(`${answer.status()} ${address}\n  ${files.join('\n  ')}`);
  }
} catch (failed) {
  console.error(failed.message);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.remove();
}
