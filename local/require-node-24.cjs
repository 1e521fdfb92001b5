// Plain JavaScript: the Node that is too old for the rest has to understand this.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `This is Node ${process.versions.node}; Countersign runs on Node 24, which "npm ci" installs.\n` +
      'It seems that install scripts were switched off. Run: npm ci --ignore-scripts=false',
  );
  process.exit(1);
}
