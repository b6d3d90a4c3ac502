-- expect: 'os' is not available
os.execute("touch /tmp/atk/pwned")
