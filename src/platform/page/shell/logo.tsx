/** The sign: an R whose bar is the line that is kept. */
export const Sign = ({ size = 22 }: Readonly<{ size?: number }>) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
    <rect width="32" height="32" rx="7" fill="#1c5d70" />
    <path
      d="M9 24V8h8.2a5.1 5.1 0 0 1 1.2 10.05L23.4 24"
      fill="none"
      stroke="#fff"
      strokeWidth="3.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <path d="M9 17.6h6.2" stroke="#8fd0c2" strokeWidth="3.2" strokeLinecap="round" />
  </svg>
)

export const Wordmark = ({ size = 22 }: Readonly<{ size?: number }>) => (
  <span className="rv-wordmark">
    <Sign size={size} />
    <b>Reeve</b>
  </span>
)
