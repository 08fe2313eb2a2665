<?php
printf("hello from PHP %s, as user %d\n", PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, posix_getuid());
printf("%s\n", (new DateTimeImmutable('@0'))->setTimezone(new DateTimeZone('Europe/Berlin'))->format(DATE_ATOM));
printf("%s\n", is_file('/bin/sh') ? 'there is a shell' : 'there is no shell');
