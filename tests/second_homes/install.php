<?php
// php install.php SITE: make the tables and a user, and print an application password
define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => 'wordpress.example', 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1'];
function wp_mail()
{
    return true;
}
require $argv[1] . '/wp-config.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Second home', 'ada', 'ada@wordpress.example', false, '', 'not a password for the API');
update_option('use_smilies', 0); // a setting of the owner; it would show `:D` as a picture
update_option('permalink_structure', '/%postname%/');
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'archive']);
echo "password: $password\n";
