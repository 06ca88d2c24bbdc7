function Get-MfaRole {
    <#
    .SYNOPSIS
    Tells which roles matter to MFA work, what each may do, and on whom.

    .DESCRIPTION
    Get-MfaRole reads the tenant's own definitions of the roles and puts them into words: action by action, on whom the
    role may act, whether this module grants it, and whether it can be limited to an administrative unit. Where the
    sign-in may not read the definitions, the documented ones are shown with a warning.

    .PARAMETER Name
    Only roles with these names; wildcard characters are allowed.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    None. You cannot pipe objects to Get-MfaRole.

    .OUTPUTS
    GraphMfa.RoleDescription

    .EXAMPLE
    Get-MfaRole | Where-Object Grantable

    Shows the roles that Grant-MfaRole grants.

    .EXAMPLE
    (Get-MfaRole 'Authentication Administrator').Actions

    Shows what one role may do, with the meaning of each action.

    .LINK
    Grant-MfaRole

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.RoleDescription')]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Role @args })]
        [string[]] $Name = '*',

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    end {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        $result = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'listRoles' })
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        Write-MfaNote (Get-MfaField $result.Response 'notes')
        foreach ($role in $result.Response.roles) {
            if (@($Name | Where-Object -FilterScript { $role.displayName -like $_ }).Count -gt 0) { ConvertTo-MfaObject $role 'GraphMfa.RoleDescription' }
        }
    }
}
