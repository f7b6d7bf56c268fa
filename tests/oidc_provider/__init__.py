"""A real OpenID provider (django-oauth-toolkit) in a process of its own, to sign in against. Test only."""
