// Stands in for the native watchdog of VS Code's server in tests: ends the process when its parent is gone.
module.exports = {
  start(parent) {
    const look = () => {
      try {
        process.kill(parent, 0);
      } catch {
        process.exit(87);
      }
    };
    setInterval(look, 1000).unref();
  },
  exit(code) {
    process.exit(code || 0);
  },
};
