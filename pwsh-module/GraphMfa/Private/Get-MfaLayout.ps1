function Get-MfaLayout {
    # How the objects of a type are built, worked out once from their shape: a run builds a hundred thousand of them.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $TypeName
    )
    $shape = Get-MfaShape
    $names = @($shape.Properties[$TypeName] | Where-Object -FilterScript { $null -ne $_ })
    $children = $shape.Children[$TypeName]
    $layout = @{
        # Property of the contract -> its place, or -1 where it is told otherwise.
        Places   = @{ operation = -1 }
        Names    = New-Object -TypeName string[] -ArgumentList $names.Count
        Children = New-Object -TypeName string[] -ArgumentList $names.Count
        Instants = New-Object -TypeName bool[] -ArgumentList $names.Count
        Lists    = New-Object -TypeName bool[] -ArgumentList $names.Count
        Whose    = ''
        # Whether texts stand beside its objects and lists, see Add-MfaFlatText.
        Told     = $shape.Told -contains $TypeName
    }
    if ($shape.Flat -contains $TypeName) {
        $layout.Whose = 'user'
        $layout.Places['user'] = -1
    }
    elseif ($shape.Owned -contains $TypeName) { $layout.Whose = 'owner' }
    elseif ($TypeName -eq 'GraphMfa.RoleAssignment' -or $TypeName -eq 'GraphMfa.RoleChange') { $layout.Whose = 'principal' }
    elseif ($TypeName -eq 'GraphMfa.AuditEntry' -or $TypeName -eq 'GraphMfa.Reset') { $layout.Whose = 'target' }
    for ($place = 0; $place -lt $names.Count; $place++) {
        $name = $names[$place]
        $layout.Places[$name] = $place
        $layout.Names[$place] = $name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1)
        if ($null -ne $children -and $children.ContainsKey($name)) { $layout.Children[$place] = $children[$name] }
        $layout.Instants[$place] = $shape.Instants -contains $name
        $layout.Lists[$place] = $shape.Lists -contains $name
    }
    if ($null -eq $script:GraphMfa['Layouts']) { $script:GraphMfa['Layouts'] = @{} }
    $script:GraphMfa['Layouts'][$TypeName] = $layout
    $layout
}
