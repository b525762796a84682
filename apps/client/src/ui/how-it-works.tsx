import './how-it-works.css';

type HowItWorksProps = {
  texts: Record<'title' | 'text' | 'browser' | 'server' | 'request' | 'cookie' | 'sealed', string>;
};

/** The picture of a sign-in: browser and server, and between them the cookie as a sealed envelope. */
export function HowItWorks({ texts }: HowItWorksProps) {
  return (
    <svg className="how" viewBox="0 0 520 430" role="img">
      <title>{texts.title}</title>
      <desc>{texts.text}</desc>
      <g aria-hidden="true">
        <Browser caption={texts.browser} />
        <Server caption={texts.server} />
        <path className="how-path" d="M232 116h138q40 0 40 40v66" pathLength="1" />
        <path className="how-tip" d="m404 217 6 8 6-8" />
        <text className="how-text" x="246" y="105">
          {texts.request}
        </text>
        <path className="how-path how-back" d="M304 312h-64M136 312H92q-20 0-20-20v-76" pathLength="1" />
        <path className="how-tip" d="m66 221 6-8 6 8" />
        <Envelope name={texts.cookie} note={texts.sealed} />
      </g>
    </svg>
  );
}

function Browser({ caption }: { caption: string }) {
  return (
    <g>
      <text className="how-caption" x="14" y="20">
        {caption}
      </text>
      <rect className="how-case" x="14" y="34" width="210" height="170" rx="10" />
      <path className="how-line" d="M14 62h210" />
      <circle className="how-dot" cx="30" cy="48" r="3.5" />
      <circle className="how-dot" cx="42" cy="48" r="3.5" />
      <circle className="how-dot" cx="54" cy="48" r="3.5" />
      <rect className="how-slot" x="70" y="41" width="140" height="14" rx="7" />
      <rect className="how-slot" x="36" y="82" width="166" height="26" rx="5" />
      <path className="how-typed" d="M46 95h58" />
      <rect className="how-slot" x="36" y="118" width="166" height="26" rx="5" />
      <path className="how-typed how-secret" d="M48 131h70" />
      <rect className="how-button" x="36" y="158" width="166" height="26" rx="5" />
      <path className="how-on-accent" d="M96 171h46" />
    </g>
  );
}

function Server({ caption }: { caption: string }) {
  const units = [234, 288, 342];
  return (
    <g>
      {units.map((y) => (
        <g key={y}>
          <rect className="how-case" x="312" y={y} width="196" height="46" rx="8" />
          <circle className="how-lamp" cx="332" cy={y + 23} r="4" />
          <path className="how-vent" d={`M436 ${y + 17}h52M436 ${y + 29}h52`} />
        </g>
      ))}
      <circle className="how-key" cx="364" cy="311" r="7" />
      <path className="how-key" d="M371 311h28m-10 0v8m7-8v5" />
      <text className="how-caption" x="312" y="414">
        {caption}
      </text>
    </g>
  );
}

function Envelope({ name, note }: { name: string; note: string }) {
  return (
    <g className="how-envelope">
      <rect className="how-case" x="136" y="276" width="104" height="70" rx="6" />
      <path className="how-line" d="m139 280 49 38 49-38M139 343l34-34M237 343l-34-34" />
      <circle className="how-seal" cx="188" cy="315" r="14" />
      <circle className="how-hole" cx="188" cy="312" r="3.5" />
      <path className="how-hole" d="m186.5 313-1.5 8h6l-1.5-8z" />
      <text className="how-name" x="188" y="371">
        {name}
      </text>
      <text className="how-text how-note" x="188" y="391">
        {note}
      </text>
    </g>
  );
}
