import './how-it-works.css';

type HowItWorksProps = {
  texts: Record<'title' | 'text' | 'browser' | 'server' | 'request' | 'sealed', string>;
};

/** The picture of a sign-in: browser and server, and between them the cookie as a sealed envelope. */
export function HowItWorks({ texts }: HowItWorksProps) {
  return (
    <figure className="how">
      <svg viewBox="0 0 480 400" role="img">
        <title>{texts.title}</title>
        <desc>{texts.text}</desc>
        <text x="10" y="20">
          {texts.browser}
        </text>
      </svg>
    </figure>
  );
}
