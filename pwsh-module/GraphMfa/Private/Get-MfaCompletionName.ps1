function Get-MfaCompletionName {
    # The names that the Tab key offers, as far as they go with what was typed: Text goes into the line, Shown into a menu,
    # About explains.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $What,

        [Parameter()]
        [AllowEmptyString()]
        [string] $Typed,

        [Parameter()]
        [AllowNull()]
        [System.Collections.IDictionary] $Bound
    )
    $begun = [System.Management.Automation.WildcardPattern]::Escape($Typed) + '*'
    if ($What -eq 'Kind') {
        foreach ($kind in Get-MfaKnownKind) { if ($kind -like $begun) { @{ Text = $kind; Shown = $kind; About = $kind } } }
        return
    }
    if ($What -eq 'Context') {
        $table = Get-MfaContextTable
        foreach ($id in $script:GraphMfa.Owned.ToArray()) {
            if (-not $table.ContainsKey($id)) { continue }
            $context = $table[$id].Context
            if ($context.Name -like $begun) { @{ Text = $context.Name; Shown = $context.Name; About = "$($context.Name): $($context.Account) $($context.TenantId)" } }
        }
        return
    }
    if ($What -eq 'Operation') {
        $answer = (Invoke-MfaQuick ([ordered] @{ call = 'permissions'; operations = @('all') })).Answer
        foreach ($one in (Get-MfaField $answer 'operations')) {
            if ($one.operation -like $begun) { @{ Text = $one.operation; Shown = $one.operation; About = $one.operation } }
        }
        return
    }

    # The rest only the tenant knows, and it is asked only where it has answered before: a key is no reason to sign in.
    $entry = $null
    $resolved = Resolve-MfaContext (Get-MfaBoundText $Bound 'Context' -AnyType)
    if ($resolved.ContainsKey('Entry') -and $resolved.Entry['Answered']) { $entry = $resolved.Entry }
    if ($What -eq 'Role') {
        # The three that are granted here come first, and need no tenant.
        $told = @{}
        foreach ($name in Get-MfaKnownRole) {
            $told[$name] = $true
            if ($name -like $begun) { @{ Text = $name; Shown = $name; About = $name } }
        }
        if ($null -eq $entry) { return }
        foreach ($role in (Get-MfaField (Get-MfaSuggestion $entry 'roles' ([ordered] @{ operation = 'listRoles' })) 'roles')) {
            if ($role.displayName -like $begun -and -not $told.ContainsKey($role.displayName)) { @{ Text = $role.displayName; Shown = $role.displayName; About = $role.displayName } }
        }
        return
    }
    if ($null -eq $entry) { return }
    if ($What -eq 'User') {
        # One letter names nobody.
        if ($Typed.Length -lt 2) { return }
        $found = Get-MfaSuggestion $entry ('user/' + $Typed.ToLowerInvariant()) ([ordered] @{ operation = 'findUsers'; text = $Typed; limit = 25 })
        foreach ($user in (Get-MfaField $found 'users')) {
            @{ Text = $user.userPrincipalName; Shown = $user.userPrincipalName; About = "$($user.displayName) <$($user.userPrincipalName)>" }
        }
    }
    elseif ($What -eq 'Unit') {
        foreach ($unit in (Get-MfaField (Get-MfaSuggestion $entry 'units' ([ordered] @{ operation = 'listAdministrativeUnits' })) 'units')) {
            $name = $unit.displayName
            if ($name -like $begun) { @{ Text = $name; Shown = $name; About = "$name ($($unit.unitId))" } }
        }
    }
    elseif ($What -eq 'Method') {
        $user = Get-MfaBoundText $Bound 'User'
        if (-not $user) { return }
        foreach ($method in (Get-MfaField (Get-MfaSuggestion $entry ('method/' + $user.ToLowerInvariant()) ([ordered] @{ operation = 'listMethods'; user = $user })) 'methods')) {
            if ($method.methodId -like $begun) { @{ Text = $method.methodId; Shown = "$($method.kind) $($method.label)"; About = "$($method.label) ($($method.kind))" } }
        }
    }
}
