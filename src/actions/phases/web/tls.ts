// The certificate that nginx shows: the script that makes, takes or fetches it, and the timer that keeps it from ending.

import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {Text} from '../../../model/secret.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';
import {directory, fileStep} from './ground.ts';
import {acme, scripts, system, tls} from './places.ts';
import {siteAddresses, siteNames} from './settings.ts';

const script = `${scripts}/web-certificate`;
const timer = 'hpcha-web-certificate.timer';
/** An authority answers within seconds, or not at all. */
const acmeTimeoutMs = 180_000;

/** Files, and a certificate that nginx can start with; with an authority that is one of our own at first. */
export function certificateSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const byAcme = config.web.tls.mode === 'acme';
  return [
    fileStep(stage, on, script, certificateScript(config), '0755', []),
    // Made once for the cluster: a browser that trusts it trusts every controller.
    fileStep(stage, on, `${tls}/ca.pem`, [{secret: 'generated.web_ca'}, '\n'], '0600', []),
    ...(byAcme ? [acme.root, acme.config, '/var/lib/hpcha/certbot', '/var/log/hpcha/certbot'] : []).map((path) =>
      directory(stage, on, path, path === acme.root ? '0755' : '0700'),
    ),
    step({
      stage,
      on,
      title: 'make the certificate',
      operation: {
        kind: 'exec',
        argv: [script, 'make-startable'],
        unless: {argv: [script, 'startable'], expect: {kind: 'exit', codes: [0]}},
      },
    }),
    fileStep(
      stage,
      on,
      `${system}/hpcha-web-certificate.service`,
      render('web/certificate.service', {scripts}),
      '0644',
      [],
    ),
    fileStep(stage, on, `${system}/${timer}`, render('web/certificate.timer', {}), '0644', []),
    step({
      stage,
      on,
      title: 'renew the certificate in time',
      operation: {kind: 'unit', unit: timer, state: 'started', enabled: true},
      after: [check('unit-active', {unit: timer})],
    }),
  ];
}

/** Once nginx answers on every controller: the authority looks at whichever has the address. */
export function authoritySteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  if (config.web.tls.mode !== 'acme') return [];
  return [
    step({
      stage,
      on,
      title: 'fetch the certificate from the authority',
      operation: {
        kind: 'exec',
        argv: [script, 'renew'],
        unless: {argv: [script, 'check'], expect: {kind: 'exit', codes: [0]}},
      },
      timeoutMs: acmeTimeoutMs,
    }),
  ];
}

function certificateScript(config: ClusterConfig): Text {
  const {mode, cert_file, key_file, acme: authority} = config.web.tls;
  const names = siteNames(config);
  const subjects = [...names.map((name) => `DNS:${name}`), ...siteAddresses(config).map((each) => `IP:${each}`)];
  return render('web/certificate.sh', {
    tls,
    mode,
    names: subjects.join(','),
    common: names[0] ?? config.network.vip,
    certFile: cert_file ?? '',
    keyFile: key_file ?? '',
    acmeDir: acme.config,
    acmeRoot: acme.root,
    acmeServer: authority.directory,
    acmeAccount: authority.email === undefined ? '--register-unsafely-without-email' : `--email '${authority.email}'`,
    caFile: authority.ca_file ?? '',
  });
}
