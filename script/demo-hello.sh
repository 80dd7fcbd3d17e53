#!/bin/sh
# The sample image of  script/server --demo: a page with the names of the variables that it was given. Never their values.
{
  echo '<!doctype html><meta charset="utf-8"><title>Hello from Studio</title><h1>It runs</h1>'
  echo '<p>This container was given these variables:</p><ul>'
  awk 'BEGIN { for (name in ENVIRON) print "<li><code>" name "</code></li>" }' | sort
  echo '</ul>'
} > /www/index.html

httpd -f -p 8080 -h /www &
trap 'kill $!; exit 0' TERM
wait
